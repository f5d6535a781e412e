"""Commands about the people who sign in."""
