"""What a case's page shows of its readings."""
