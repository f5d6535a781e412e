"""Start timers of the deployed processes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.runtime.timing import Moment, TimerUnreadable, following, moment


class Timetable:
    """When which process is started by the clock."""

    def __init__(self, timers: Mapping[tuple[str, str], tuple[str, str]], now: datetime) -> None:
        self._next: dict[tuple[str, str], Moment] = {}
        for place, (kind, text) in timers.items():
            try:
                self._next[place] = moment(kind, text, now)
            except TimerUnreadable:
                # A schedule of another engine's own, such as cron's: the process is started once.
                self._next[place] = Moment(now)
        self._processes = {process for process, _ in timers}

    def knows(self, process: str) -> bool:
        """Whether the process has a start timer."""
        return process in self._processes

    def moments(self) -> list[datetime]:
        """All moments that come next."""
        return [found.due for found in self._next.values() if found.due is not None]

    def take(self, now: datetime) -> list[tuple[str, str]]:
        """Process and start event of what is due; cycles go on."""
        taken = []
        for place, found in list(self._next.items()):
            if found.due is None or found.due > now:
                continue
            taken.append(place)
            del self._next[place]
            if found.interval and found.left != 0:
                self._next[place] = following(found.due, found.left, found.interval)
        return taken
