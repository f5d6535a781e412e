"""Tags that the templates of every room above load."""
