"""Words of actions for templates."""
