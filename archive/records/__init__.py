"""What is kept how long, and the index of an expediente."""
