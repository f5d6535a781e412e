"""What happens to the record over time: integrity, replicas, backups, transfers and holds."""
