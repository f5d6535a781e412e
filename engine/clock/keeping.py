"""Reads the values of a kept term out of plain data, and refuses what is of another shape."""

from collections.abc import Mapping
from datetime import date

from engine.clock.errors import RunningTermUnreadable, TermUnreadable
from engine.clock.term import Term

_Data = Mapping[str, object]


def text(data: _Data, key: str) -> str:
    """The text under a key.

    Raises:
        RunningTermUnreadable: there is none.
    """
    value = data.get(key)
    if not isinstance(value, str):
        raise RunningTermUnreadable(key)
    return value


def count(data: _Data, key: str) -> int:
    """The whole number under a key, not negative.

    Raises:
        RunningTermUnreadable: there is none.
    """
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise RunningTermUnreadable(key)
    return value


def day(data: _Data, key: str) -> date:
    """The day under a key, from ISO 8601.

    Raises:
        RunningTermUnreadable: there is none.
    """
    try:
        return date.fromisoformat(text(data, key))
    except ValueError:
        raise RunningTermUnreadable(key) from None


def day_or_none(data: _Data, key: str) -> date | None:
    """The day under a key, or None where the key holds nothing.

    Raises:
        RunningTermUnreadable: there is something else.
    """
    return None if data.get(key) is None else day(data, key)


def term(data: _Data, key: str) -> Term:
    """The term under a key, as `Term.code` writes it.

    Raises:
        RunningTermUnreadable: there is none.
    """
    try:
        return Term.parse(text(data, key))
    except TermUnreadable:
        raise RunningTermUnreadable(key) from None


def rows(data: _Data, key: str) -> tuple[_Data, ...]:
    """The objects listed under a key; none where the key is missing.

    Raises:
        RunningTermUnreadable: there is something else.
    """
    value = data.get(key, ())
    if not isinstance(value, list | tuple):
        raise RunningTermUnreadable(key)
    for row in value:
        if not isinstance(row, Mapping):
            raise RunningTermUnreadable(key)
    return tuple(value)
