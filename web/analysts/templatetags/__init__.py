"""Tags of the analysts' pages."""
