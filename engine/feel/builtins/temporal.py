"""Dates, times and durations. Source: DMN 1.5, 10.3.4.1, 10.3.4.6, 10.3.4.11."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.feel.builtins.table import entry
from engine.feel.frame import Frame
from engine.feel.values import (
    DayTimeDuration,
    Value,
    YearMonthDuration,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_time,
)

_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def _date(source: Value, month: Value = None, day: Value = None) -> Value:
    if month is not None:
        return date(int(source), int(month), int(day))
    if isinstance(source, datetime):
        return source.date()
    return source if isinstance(source, date) else parse_date(source)


def _time(source: Value, minute: Value = None, second: Value = None, offset: Value = None) -> Value:
    if minute is not None:
        zone = parse_time("00:00:00Z").tzinfo if offset is not None else None  # type: ignore[union-attr]
        return time(int(source), int(minute), int(second or 0), tzinfo=zone)
    if isinstance(source, datetime):
        return source.timetz()
    if isinstance(source, date):
        return time(0, 0)
    return source if isinstance(source, time) else parse_time(source)


def _date_time(source: Value, clock: Value = None) -> Value:
    if clock is not None:
        return datetime.combine(source, clock)
    if isinstance(source, datetime):
        return source
    if isinstance(source, date):
        return datetime.combine(source, time(0))
    day = parse_date(source)
    return parse_date_time(source) if day is None else datetime.combine(day, time(0))


def _months_between(start: date, end: date) -> Value:
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    if months < 0 and end.day > start.day:
        months += 1
    return YearMonthDuration(months)


def _duration(source: Value) -> Value:
    if isinstance(source, DayTimeDuration | YearMonthDuration):
        return source
    return parse_duration(source)


def _now(frame: Frame) -> Value:
    if frame.run.now is None:
        frame.run.problem("no-clock", "now")
    return frame.run.now


def _today(frame: Frame) -> Value:
    moment = _now(frame)
    return moment.date() if moment else None


def _week(day: date) -> Value:
    return Decimal(day.isocalendar().week)


def _year_day(day: date) -> Value:
    return Decimal(
        (date(day.year, day.month, day.day) - date(day.year, 1, 1)) // timedelta(days=1) + 1
    )


FUNCTIONS = dict(
    (
        entry("date", "from | year, month, day", _date),
        entry("time", "from | hour, minute, second, offset", _time),
        entry("date and time", "from | date, time", _date_time),
        entry("duration", "from", _duration),
        entry("years and months duration", "from, to", _months_between),
        entry("now", "", _now, with_frame=True),
        entry("today", "", _today, with_frame=True),
        entry("day of week", "date", lambda day: _WEEK[day.weekday()]),
        entry("month of year", "date", lambda day: _MONTHS[day.month - 1]),
        entry("day of year", "date", _year_day),
        entry("week of year", "date", _week),
    )
)
