"""What workers do: handlers by task type, claiming, retries."""
