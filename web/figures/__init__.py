"""Public figures of each procedure, by quarter."""
