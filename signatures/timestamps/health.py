"""Which services failed lately, so that nobody waits for them again at once; for this process only."""

import threading
import time
from collections.abc import Callable, Sequence

from signatures.tsas import TimestampAuthority

_COOL_DOWN_SECONDS = 60.0


class Health:
    """Remembers failures for a while.

    Args:
        cool_down_seconds: how long a service that failed is asked after the others.
        ticks: seconds that only go forward.
    """

    def __init__(
        self,
        cool_down_seconds: float = _COOL_DOWN_SECONDS,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cool_down_seconds = cool_down_seconds
        self._ticks = ticks
        self._resting_until: dict[str, float] = {}
        self._lock = threading.Lock()

    def in_order(self, authorities: Sequence[TimestampAuthority]) -> list[TimestampAuthority]:
        """All of them: those that did not fail lately first, each group as configured."""
        with self._lock:
            return sorted(authorities, key=lambda one: self._is_resting(one.url))

    def failed(self, authority: TimestampAuthority) -> None:
        """It did not give a token that can be accepted."""
        with self._lock:
            self._resting_until[authority.url] = self._ticks() + self._cool_down_seconds

    def answered(self, authority: TimestampAuthority) -> None:
        """It gave a good one."""
        with self._lock:
            self._resting_until.pop(authority.url, None)

    def _is_resting(self, url: str) -> bool:
        return self._resting_until.get(url, self._ticks()) > self._ticks()
