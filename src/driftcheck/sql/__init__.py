"""What PostgreSQL's own grammar says of a text: types, expressions, DDL. Everything about SQL text passes here."""
