"""A live database as a source: where it is (targets), one message (batch, wire), rows into facts (rows, readings)."""
