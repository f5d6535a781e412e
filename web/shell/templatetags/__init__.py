"""Filters that pages of every audience use."""
