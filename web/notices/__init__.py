"""The public page of notices to third parties."""
