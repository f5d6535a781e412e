"""Things kept for a while in this process, each with the moment from which it is stale."""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Shelf(Generic[Thing]):
    """Holds a bounded number of things; the one put there first leaves first.

    Args:
        places: how many.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._things: OrderedDict[Hashable, tuple[Thing, datetime]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, now: datetime) -> Thing | None:
        """What was put there, unless it is stale now."""
        with self._lock:
            thing, until = self._things.get(key, (None, now))
        return thing if until > now else None

    def put(self, key: Hashable, thing: Thing, until: datetime) -> None:
        """Keep a thing until a moment."""
        with self._lock:
            self._things.pop(key, None)
            self._things[key] = (thing, until)
            while len(self._things) > self._places:
                self._things.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._things.clear()
