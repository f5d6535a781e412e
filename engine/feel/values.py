"""The values of FEEL in Python: None, bool, Decimal, str, temporal values, list, dict, Range, functions.

Source: DMN 1.5, 10.3.2 (semantic domain).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Value = Any
# DMN 1.5, 10.3.2.3.1: numbers are IEEE 754-2008 decimals of 34 digits.
NUMBERS = Context(prec=34)


@dataclass(frozen=True, order=True)
class DayTimeDuration:
    """A days and time duration, in microseconds."""

    microseconds: int

    @property
    def span(self) -> timedelta:
        """The same as Python's timedelta."""
        return timedelta(microseconds=self.microseconds)

    def __str__(self) -> str:
        """ISO 8601, for example `P1DT2H`."""
        rest, micro = divmod(abs(self.microseconds), 1_000_000)
        days, rest = divmod(rest, 86400)
        hours, rest = divmod(rest, 3600)
        minutes, seconds = divmod(rest, 60)
        clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        if seconds or micro:
            fraction = f".{micro:06d}".rstrip("0") if micro else ""
            clock += f"{seconds}{fraction}S"
        text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
        return ("-" if self.microseconds < 0 else "") + "P" + (text or "T0S")


@dataclass(frozen=True, order=True)
class YearMonthDuration:
    """A years and months duration, in months."""

    months: int

    def __str__(self) -> str:
        """ISO 8601, for example `P1Y2M`."""
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-" if self.months < 0 else "") + "P" + (text or "0M")


@dataclass(frozen=True)
class Range:
    """An interval; an open end is None."""

    start: Value
    end: Value
    start_included: bool = True
    end_included: bool = True


@dataclass(frozen=True)
class FeelFunction:
    """A function value.

    Attributes:
        parameters: lists of names, one for each way to call it by name.
        call: takes positional values.
    """

    name: str
    parameters: tuple[tuple[str, ...], ...]
    call: Callable[..., Value]
    minimum: int = 0
    maximum: int | None = None


def normalise(obj: object) -> Value:
    """Plain Python or JSON as FEEL values.

    Raises:
        TypeError: FEEL has no such value.
    """
    if obj is None or isinstance(obj, _AS_THEY_ARE):
        return obj
    if isinstance(obj, int):
        return Decimal(obj)
    if isinstance(obj, float):
        return NUMBERS.create_decimal(repr(obj))
    if isinstance(obj, timedelta):
        return DayTimeDuration(round(obj.total_seconds() * 1_000_000))
    if isinstance(obj, Mapping):
        return {str(key): normalise(value) for key, value in obj.items()}
    if isinstance(obj, list | tuple | set | frozenset):
        return [normalise(value) for value in obj]
    raise TypeError(type(obj).__name__)


_AS_THEY_ARE = (
    bool, str, Decimal, datetime, date, time, DayTimeDuration, YearMonthDuration, Range, FeelFunction,
)  # fmt: skip
_DATE = re.compile(r"(-?\d{4,9})-(\d{2})-(\d{2})")
_TIME = re.compile(
    r"(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2}(?::\d{2})?|@[A-Za-z_/+\-0-9]+)?"
)
_DAYS = re.compile(r"(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,9}))?S)?)?")
_MONTHS = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?")


def parse_date(text: str) -> date | None:
    """A date, or None."""
    match = _DATE.fullmatch(text)
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except (ValueError, OverflowError):
        return None


def parse_time(text: str) -> time | None:
    """A time with or without zone, or None."""
    match = _TIME.fullmatch(text)
    if not match:
        return None
    hour, minute, second, fraction, zone = match.groups()
    try:
        return time(
            int(hour), int(minute), int(second), int((fraction or "0").ljust(6, "0")[:6]),
            tzinfo=_zone(zone),
        )  # fmt: skip
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return None


def _zone(text: str | None) -> Any:
    if not text:
        return None
    if text.startswith("@"):
        return ZoneInfo(text[1:])
    return datetime.fromisoformat(f"2000-01-01T00:00:00{text}").tzinfo


def parse_date_time(text: str) -> datetime | None:
    """A date and time with or without zone, or None."""
    day, separator, clock = text.partition("T")
    if not separator:
        return None
    left, right = parse_date(day), parse_time(clock)
    return datetime.combine(left, right) if left is not None and right is not None else None


def parse_duration(text: str) -> DayTimeDuration | YearMonthDuration | None:
    """Either kind of duration, or None."""
    match = _DAYS.fullmatch(text)
    if match and any(match.groups()[1:]) and not text.endswith("T"):
        sign, days, hours, minutes, seconds, fraction = match.groups()
        total = ((int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)) * 60 + int(
            seconds or 0
        )
        micro = total * 1_000_000 + int((fraction or "0").ljust(6, "0")[:6])
        return DayTimeDuration(-micro if sign else micro)
    match = _MONTHS.fullmatch(text)
    if match and any(match.groups()[1:]):
        sign, years, months = match.groups()
        count = int(years or 0) * 12 + int(months or 0)
        return YearMonthDuration(-count if sign else count)
    return None


def parse_at_literal(text: str) -> Value:
    """The value of `@"text"`; None when it is none."""
    for read in (parse_date_time, parse_date, parse_time, parse_duration):
        value = read(text)
        if value is not None:
            return value
    return None


def text_of(value: Value) -> str:
    """The value as `string()` gives it."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, str):
        return value
    if isinstance(value, datetime | date | time):
        return _clock_text(value)
    if isinstance(value, list):
        return "[" + ", ".join(_inner(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_inner(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Range):
        left, right = "[" if value.start_included else "(", "]" if value.end_included else ")"
        return f"{left}{_inner(value.start)}..{_inner(value.end)}{right}"
    return str(value)


def number_text(value: Decimal) -> str:
    """A number without exponent and without useless zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _inner(value: Value) -> str:
    return f'"{value}"' if isinstance(value, str) else text_of(value)


def _clock_text(value: datetime | date | time) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    plain = value.replace(tzinfo=None).isoformat()
    if isinstance(value.tzinfo, ZoneInfo):
        return f"{plain}@{value.tzinfo.key}"
    text = value.isoformat()
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text
