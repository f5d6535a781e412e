"""The clock, for callers that give no moment: pyHanko reads the machine's own while it fetches."""

import time
from datetime import UTC, datetime


def moment(now: datetime | None) -> datetime:
    """The moment given, or this one; aware."""
    return now or datetime.fromtimestamp(time.time(), UTC)
