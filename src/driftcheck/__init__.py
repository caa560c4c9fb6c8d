"""driftcheck: what people wrote about a PostgreSQL database, held against the database."""

__version__ = "0.1.0"
