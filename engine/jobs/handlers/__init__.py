"""One module for each family of task types."""
