"""Proof by execution: the structure in a throwaway PostgreSQL, made rows, and every cell tried for real.

`proof` builds the structure and goes through its schemas. `rows` fills the tables: for the `people`, with what `wanted` asks of
each table and values from `pools`, which `harvest` finds in the policies. `scene` tries each cell: `statements` writes what is
tried, `attempts` tries it, `ties` asks who stands in which relation to which row, `verdict` makes a reach of it all.
"""
