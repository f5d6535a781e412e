"""Throws texts and files at the parsers for as long as one likes: `make fuzz SECONDS=60`."""
