"""How each simulated service behaves just now: the switches that a demonstration or a test turns."""

import threading
from dataclasses import dataclass
from enum import StrEnum


class Mood(StrEnum):
    """What a service does with a question instead of answering it plainly."""

    OK = "ok"
    DOWN = "down"
    SLOW = "slow"
    LATER = "later"
    WRONG_CORRELATION = "wrong-correlation"
    WRONG_SHAPE = "wrong-shape"
    BAD_SIGNATURE = "bad-signature"
    NOT_JSON = "not-json"
    TOO_LARGE = "too-large"
    REDIRECT = "redirect"


@dataclass(frozen=True)
class Switch:
    """A service's mood.

    Attributes:
        seconds: how long a slow one takes, or after how long a later answer comes; None: its own time.
    """

    mood: Mood = Mood.OK
    seconds: float | None = None


class Switches:
    """The moods of all services, turned while others are asking."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._moods: dict[str, Switch] = {}

    def turn(self, service: str, switch: Switch) -> None:
        """Let a service behave so from now on."""
        with self._lock:
            self._moods[service] = switch

    def of(self, service: str) -> Switch:
        """How a service behaves."""
        with self._lock:
            return self._moods.get(service, Switch())
