"""Times two ways to do one thing, turn by turn, so that a busy machine slows both."""

import time
from collections.abc import Callable
from dataclasses import dataclass

_ROUNDS = 15


@dataclass(frozen=True)
class Ratio:
    """How many times longer one way takes than another.

    Attributes:
        nanoseconds: what the measured way takes.
        times: how many times the other way's.
    """

    name: str
    nanoseconds: float
    times: float

    def __str__(self) -> str:
        return f"{self.nanoseconds / 1000:9.2f} µs {self.times:8.1f}x  {self.name}"


def ratio(
    name: str, measured: Callable[[], object], against: Callable[[], object], calls: int = 2_000
) -> Ratio:
    """Compare two ways by their quickest rounds."""
    ours, theirs = [], []
    for _ in range(_ROUNDS):
        ours.append(_round(measured, calls))
        theirs.append(_round(against, calls))
    return Ratio(name, min(ours), min(ours) / min(theirs))


def _round(work: Callable[[], object], calls: int) -> float:
    begin = time.perf_counter_ns()
    for _ in range(calls):
        work()
    return (time.perf_counter_ns() - begin) / calls
