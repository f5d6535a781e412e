"""How long a worker's process may be at one job before it is broken off, and in the end replaced."""

# Between the exception that a handler may still tidy up after, and the end of its process.
LIMIT_GRACE_SECONDS = 30


def limits_of(seconds: float) -> dict[str, float]:
    """Celery's limits of one message, for a try that may take so long."""
    return {"soft_time_limit": seconds, "time_limit": seconds + LIMIT_GRACE_SECONDS}
