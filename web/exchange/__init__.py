"""Where other entities send the answers that they could not give at once."""
