"""The append-only log of each case."""
