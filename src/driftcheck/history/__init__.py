"""The history: when drift came and went, and what has yet to be told, in SQLite or PostgreSQL."""
