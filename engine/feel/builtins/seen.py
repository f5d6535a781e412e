"""Values that were met before, quickly where they are numbers or texts."""

from decimal import Decimal

from engine.feel.frame import Run
from engine.feel.operators import equal
from engine.feel.values import Value

_QUICK = (str, Decimal, bool)


class Seen:
    """A set of values by FEEL's equality."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._quick: set[tuple[type, Value]] = set()
        self._others: list[Value] = []

    def add(self, value: Value) -> bool:
        """Add a value; whether it is new.

        Raises:
            FeelLimitExceeded: there are too many to compare.
        """
        if type(value) in _QUICK:
            key = type(value), value
            is_new = key not in self._quick
            self._quick.add(key)
            return is_new
        # Each comparison costs as much as a step.
        self._run.spend(1 + len(self._others))
        if any(equal(value, other, self._run) is True for other in self._others):
            return False
        self._others.append(value)
        return True
