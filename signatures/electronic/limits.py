"""How often codes may be tried and sent, as values and functions that read no clock and no table.

Source: inventory Part E, `sp-identidad` (PT10M, five tries, blocked for 30 minutes).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

VALID_FOR = timedelta(minutes=10)
WRONG_TRIES_ALLOWED = 5
BLOCKED_FOR = timedelta(minutes=30)
BETWEEN_SENDS = timedelta(minutes=1)
SENDS_AN_HOUR = 5
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Tries:
    """The wrong tries of one person for one purpose, whatever the code."""

    wrong: int = 0
    last_wrong_at: datetime | None = None
    blocked_until: datetime | None = None

    def is_blocked(self, now: datetime) -> bool:
        """Whether nothing may be tried or sent now."""
        return self.blocked_until is not None and now < self.blocked_until

    @property
    def left(self) -> int:
        """How many tries are left before the block."""
        return WRONG_TRIES_ALLOWED - self.wrong

    def after_wrong(self, now: datetime) -> "Tries":
        """With one wrong try more; the last one allowed blocks and begins to count anew.

        Tries older than a block are forgotten: who waits that long guesses no faster than through blocks.
        """
        is_fresh = self.last_wrong_at is not None and now - self.last_wrong_at < BLOCKED_FOR
        wrong = (self.wrong if is_fresh else 0) + 1
        if wrong >= WRONG_TRIES_ALLOWED:
            return Tries(0, now, now + BLOCKED_FOR)
        return Tries(wrong, now, None)


def may_send_at(sent: Sequence[datetime], now: datetime) -> tuple[datetime, bool]:
    """From when on a code may be sent, and whether it is the hour's limit that says so.

    Args:
        sent: when codes were sent, in any order.
        now: aware moment of the wish.
    """
    recent = sorted(moment for moment in sent if moment > now - HOUR)
    soonest = recent[-1] + BETWEEN_SENDS if recent else now
    if len(recent) >= SENDS_AN_HOUR:
        return max(soonest, recent[-SENDS_AN_HOUR] + HOUR), True
    return max(soonest, now), False
