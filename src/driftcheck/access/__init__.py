"""Who may touch which rows: the access matrix of a database, derived from its policies, grants and helper functions.

`world` is the snapshot by name. For each relation and command, `effect` puts together what privileges, policies (`guard`) and
views let one kind of token do; `reader` and its kin (`conditions`, `compare`, `queries`, `subqueries`, `functions`, `plpgsql`,
`builtin`) read the expressions, by their syntax alone, into predicates about the caller and the row (`formula`). `reach` says
what these leave to each caller, and `matrix` makes the cells of it. `sentences` reads what people write about access,
`documented` makes the same cells of that, and `held` holds the two against each other.
"""
