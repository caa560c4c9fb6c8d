"""The scheduled job: reads its targets, holds them against the history, and speaks of what changed."""
