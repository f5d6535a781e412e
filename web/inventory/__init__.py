"""The public inventory of procedures, with its exports."""
