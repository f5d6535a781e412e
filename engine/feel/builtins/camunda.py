"""Camunda 8's common extensions to FEEL's built-ins; none of them is in the DMN specification.

Source: Camunda 8 documentation, FEEL, built-in functions.
"""

from decimal import Decimal

from engine.feel.builtins.seen import Seen
from engine.feel.builtins.table import entry
from engine.feel.frame import Run
from engine.feel.temporal.moves import is_day
from engine.feel.temporal.values import (
    clock_of,
    combine,
    day_of,
    make_date,
    month_days,
)
from engine.feel.values import Value


def _is_defined(_run: Run, value: Value) -> bool:
    return value is not None


def _or_else(_run: Run, value: Value, default: Value) -> Value:
    return default if value is None else value


def _trim(run: Run, text: str) -> str:
    run.look(len(text) // 16)
    return text.strip()


def _is_blank(run: Run, text: str) -> bool:
    run.look(len(text) // 16)
    return not text.strip()


def _is_empty(_run: Run, items: list[Value]) -> bool:
    return not items


def _duplicates(run: Run, items: list[Value]) -> list[Value]:
    run.look(len(items))
    seen, told = Seen(run), Seen(run)
    return [item for item in items if not seen.add(item) and told.add(item)]


def _partition(run: Run, items: list[Value], size: Decimal) -> list[Value]:
    length = int(size)
    if length < 1:
        raise ValueError
    run.room(items=len(items))
    return [items[at : at + length] for at in range(0, len(items), length)]


def _last_day_of_month(_run: Run, value: Value) -> Value:
    day = value if is_day(value) else day_of(value)
    last = make_date(day.year, day.month, month_days(day.year, day.month))
    return last if is_day(value) else combine(last, clock_of(value))


FUNCTIONS = dict(
    (
        entry("is defined", "value: Any", "boolean", _is_defined),
        entry("get or else", "value: Any, default: Any", "Any", _or_else),
        entry("trim", "string: string", "string", _trim),
        entry("is blank", "string: string", "boolean", _is_blank),
        entry("is empty", "list: list", "boolean", _is_empty),
        entry("duplicate values", "list: list", "list", _duplicates),
        entry("partition", "list: list, size: number", "list", _partition),
        entry("last day of month", "date: date; date: date and time", "Any", _last_day_of_month),
    )
)
