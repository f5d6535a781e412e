"""Temporal values from text and to text. Source: DMN 1.5, 10.3.4 (conversion); XML Schema 1.1 part 2, 3.3 and 3.4."""

import re
from datetime import date, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from engine.feel.temporal.values import (
    DAY,
    SECOND,
    Clock,
    Day,
    DayTimeDuration,
    Moment,
    YearMonthDuration,
    clock_of,
    combine,
    day_number,
    day_numbered,
    day_of,
    fixed_zone,
    is_named,
    make_date,
    make_time,
    midnight,
    nanoseconds_of,
    zone_of,
)

Temporal = Day | Clock | Moment | DayTimeDuration | YearMonthDuration

_DATE = re.compile(r"(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z][A-Za-z0-9_/+\-]*)?",
    re.ASCII | re.IGNORECASE,
)
_DAYS = re.compile(
    r"(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{0,12}))?S)?)?", re.ASCII
)
_MONTHS = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?", re.ASCII)
_MAX_DIGITS = 18
_LONGEST = 100


def parse_date(text: str) -> Day | None:
    """A date, or None."""
    match = _DATE.fullmatch(text)
    if not match or match[1] == "-0000":
        return None
    try:
        return make_date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def parse_time(text: str) -> Clock | None:
    """A time with or without zone, or None."""
    match = _TIME.fullmatch(text) if len(text) <= _LONGEST else None
    if not match:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    if minute > 59 or second > 59:
        return None
    whole = ((hour * 60 + minute) * 60 + second) * SECOND
    if whole == DAY and not int(match[4] or 0):
        whole = 0  # XML Schema writes midnight as 24:00:00 too.
    try:
        return make_time(whole + _fraction(match[4]), _zone(match[5]))
    except (ValueError, LookupError):
        return None


def parse_date_time(text: str) -> Moment | None:
    """A date and time with or without zone, or None."""
    day, separator, clock = text.partition("T")
    if not separator:
        return None
    left, right = parse_date(day), parse_time(clock)
    if left is None or right is None:
        return None
    if clock.startswith("24"):  # Midnight at the end of the day.
        try:
            left = day_numbered(day_number(left) + 1)
        except ValueError:
            return None
    return combine(left, right)


def parse_duration(text: str) -> DayTimeDuration | YearMonthDuration | None:
    """Either kind of duration, or None."""
    if len(text) > _LONGEST:
        return None
    match = _DAYS.fullmatch(text)
    if match and any(match.groups()[1:]) and not text.endswith("T"):
        sign, *parts, fraction = match.groups()
        if any(len(part or "") > _MAX_DIGITS for part in parts):
            return None
        days, hours, minutes, seconds = (int(part or 0) for part in parts)
        total = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * SECOND
        total += _fraction(fraction)
        return DayTimeDuration(-total if sign else total)
    match = _MONTHS.fullmatch(text)
    if match and any(match.groups()[1:]) and len(text) <= 2 * _MAX_DIGITS:
        count = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearMonthDuration(-count if match[1] else count)
    return None


def parse_temporal(text: str) -> Temporal | None:
    """The value of an at-literal's text; None when it is none."""
    if text.startswith(("P", "-P")):
        return parse_duration(text)
    if "T" in text.partition("@")[0]:
        return parse_date_time(text)
    return parse_date(text) or parse_time(text)


def _fraction(digits: str | None) -> int:
    return int((digits or "0").ljust(9, "0")[:9])


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    return _named_zone(text[1:]) if text[0] == "@" else _offset_zone(text)


def _named_zone(name: str) -> tzinfo:
    # ZoneInfo opens a file of that name, so only a name that is known reaches it.
    if name not in _zones():
        raise LookupError(name)
    return ZoneInfo(name)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _offset_zone(text: str) -> tzinfo:
    if text in ("Z", "z"):
        return fixed_zone(timedelta())
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    if minutes > 59 or any(second > 59 for second in seconds):
        raise ValueError
    span = timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))
    return fixed_zone(-span if text[0] == "-" else span)


def date_text(day: Day) -> str:
    """ISO 8601, with as many digits as the year has and four at least."""
    if isinstance(day, date):
        return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"
    sign = "-" if day.year < 0 else ""
    return f"{sign}{abs(day.year):04d}-{day.month:02d}-{day.day:02d}"


def time_text(clock: Clock) -> str:
    """ISO 8601 with the offset, or FEEL's `@` and the name of the zone."""
    seconds, nano = divmod(nanoseconds_of(clock), SECOND)
    minutes, second = divmod(seconds, 60)
    fraction = f".{nano:09d}".rstrip("0") if nano else ""
    return (
        f"{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}{fraction}{_zone_text(zone_of(clock))}"
    )


def _zone_text(zone: tzinfo | None) -> str:
    if zone is None:
        return ""
    if is_named(zone):
        return f"@{zone}"
    offset = zone.utcoffset(None)
    seconds = 0 if offset is None else int(offset.total_seconds())
    if seconds == 0:
        return "Z"
    minutes, second = divmod(abs(seconds), 60)
    text = f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{second:02d}" if second else text


def date_time_text(moment: Moment) -> str:
    """ISO 8601, the zone as in `time_text`."""
    return f"{date_text(day_of(moment))}T{time_text(clock_of(moment))}"


def day_time_text(duration: DayTimeDuration) -> str:
    """ISO 8601, for example `P1DT2H`."""
    rest, nano = divmod(abs(duration.nanoseconds), SECOND)
    days, rest = divmod(rest, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or nano:
        fraction = f".{nano:09d}".rstrip("0") if nano else ""
        clock += f"{seconds}{fraction}S"
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return ("-" if duration.nanoseconds < 0 else "") + "P" + (text or "T0S")


def year_month_text(duration: YearMonthDuration) -> str:
    """ISO 8601, for example `P1Y2M`."""
    years, months = divmod(abs(duration.months), 12)
    text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return ("-" if duration.months < 0 else "") + "P" + (text or "0M")


MIDNIGHT_UTC = midnight(fixed_zone(timedelta()))
