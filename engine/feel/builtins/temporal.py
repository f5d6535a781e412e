"""Dates, times and durations. Source: DMN 1.5, 10.3.4 (conversion, date and time, temporal functions)."""

from datetime import date, datetime, time
from decimal import Decimal

from engine.feel.builtins.table import entry
from engine.feel.frame import Run
from engine.feel.operators import is_same
from engine.feel.temporal.moves import is_day, months_between
from engine.feel.temporal.text import (
    MIDNIGHT_UTC,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_time,
)
from engine.feel.temporal.values import (
    SECOND,
    Clock,
    Day,
    DayTimeDuration,
    FarDateTime,
    FineTime,
    Moment,
    clock_of,
    combine,
    day_number,
    day_of,
    fixed_zone,
    make_date,
    make_time,
)
from engine.feel.values import Value

_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def _known(value: Value) -> Value:
    if value is None:
        raise ValueError
    return value


def _date(_run: Run, source: Value, month: Value = None, day: Value = None) -> Value:
    if month is not None:
        return make_date(int(source), int(month), int(day))
    return _known(parse_date(source)) if isinstance(source, str) else _day(source)


def _day(value: Day | Moment) -> Day:
    return day_of(value) if isinstance(value, datetime | FarDateTime) else value


def _time(
    _run: Run,
    source: Value,
    minute: Value = None,
    second: Value = None,
    offset: DayTimeDuration | None = None,
) -> Value:
    if minute is not None:
        if not (0 <= int(source) < 24 and 0 <= int(minute) < 60 and 0 <= second < 60):
            raise ValueError
        zone = fixed_zone(offset.span) if offset is not None else None
        whole = (int(source) * 60 + int(minute)) * 60 * SECOND
        return make_time(whole + int(second * SECOND), zone)
    if isinstance(source, str):
        return _known(parse_time(source))
    if isinstance(source, datetime | FarDateTime):
        return clock_of(source)
    return source if isinstance(source, time | FineTime) else MIDNIGHT_UTC


def _date_time(_run: Run, source: Value, clock: Clock | None = None) -> Value:
    if clock is not None:
        return combine(_day(source), clock)
    if isinstance(source, str):
        day = parse_date(source)
        return _known(parse_date_time(source)) if day is None else combine(day, time())
    return combine(source, time()) if is_day(source) else source


def _months_between(_run: Run, start: Day | Moment, end: Day | Moment) -> Value:
    return months_between(start, end)


def _duration(_run: Run, source: Value) -> Value:
    return _known(parse_duration(source)) if isinstance(source, str) else source


def _now(run: Run) -> Value:
    if run.now is None:
        run.problem("no-clock", "now")
    return run.now


def _today(run: Run) -> Value:
    moment = _now(run)
    return moment.date() if moment else None


def _day_of_week(_run: Run, value: Day | Moment) -> str:
    return _WEEK[(day_number(_day(value)) + 3) % 7]


def _month_of_year(_run: Run, value: Day | Moment) -> str:
    return _MONTHS[_day(value).month - 1]


def _day_of_year(_run: Run, value: Day | Moment) -> Value:
    day = _day(value)
    return Decimal(day_number(day) - day_number(make_date(day.year, 1, 1)) + 1)


def _week_of_year(_run: Run, value: Day | Moment) -> Value:
    """By ISO 8601: the first week is that of the year's first Thursday."""
    day = _day(value)
    # Weeks repeat every 400 years.
    near = date((day.year - 1) % 400 + 1601, day.month, day.day)
    return Decimal(near.isocalendar().week)


def _is(run: Run, left: Value = None, right: Value = None) -> bool:
    return is_same(left, right, run)


_DAYS = "date: date; date: date and time"
_BETWEEN = "; ".join(
    f"from: {start}, to: {end}"
    for start in ("date", "date and time")
    for end in ("date", "date and time")
)

FUNCTIONS = dict(
    (
        entry(
            "date",
            "from: string; from: date; from: date and time; "
            "year: number, month: number, day: number",
            "date",
            _date,
        ),
        entry(
            "time",
            "from: string; from: time; from: date and time; from: date; "
            "hour: number, minute: number, second: number, offset: days = null",
            "time",
            _time,
        ),
        entry(
            "date and time",
            "from: string; from: date and time; from: date; "
            "date: date, time: time; date: date and time, time: time",
            "date and time",
            _date_time,
        ),
        entry("duration", "from: string; from: days; from: months", "Any", _duration),
        entry("years and months duration", _BETWEEN, "years and months duration", _months_between),
        entry("now", "", "date and time", _now),
        entry("today", "", "date", _today),
        entry("day of week", _DAYS, "string", _day_of_week),
        entry("month of year", _DAYS, "string", _month_of_year),
        entry("day of year", _DAYS, "number", _day_of_year),
        entry("week of year", _DAYS, "number", _week_of_year),
        entry("is", "value1: Any = null, value2: Any = null", "boolean", _is),
    )
)
