"""What pages read; every one takes who asks."""
