"""The clock that tests of this folder move."""

from tests.engine.hours import hours

__all__ = ["hours"]
