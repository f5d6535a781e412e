"""A case's messages for templates."""
