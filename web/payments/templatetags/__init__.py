"""What templates say of money."""
