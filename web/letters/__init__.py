"""Messages between who follows a case and the office."""
