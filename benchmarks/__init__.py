"""How long it takes, beside what else there is."""
