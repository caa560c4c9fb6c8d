"""Proof by execution: the structure in a throwaway PostgreSQL, made rows, and every cell tried for real."""
