"""Who may touch which rows: the access matrix of a database, derived from its policies, grants and helper functions."""
