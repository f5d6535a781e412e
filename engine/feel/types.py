"""Types of FEEL: what conforms to one, and what a value becomes on its way to it.

Source: DMN 1.5, 10.3.2.9 (type lattice, conformance, conversions).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.feel.frame import Run
from engine.feel.temporal.moves import as_moment
from engine.feel.temporal.values import FarDate, FarDateTime
from engine.feel.values import FeelFunction, Range, Value, kind_of

# Items of a list that are looked at to tell its type.
_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Type:
    """A type: its kind, and what it is made of.

    Attributes:
        kind: a kind of value, or `Any`.
        item: type of a list's items, or of a range's ends.
        fields: types of a context's entries; None for any context.
        parameters: types of a function's parameters; None for any function.
        result: type of what a function gives.
        name: that of an item definition.
        allows: tests of the allowed values of an item definition.
    """

    kind: str
    item: "Type | None" = None
    fields: Mapping[str, "Type"] | None = None
    parameters: tuple["Type", ...] | None = None
    result: "Type | None" = None
    name: str = ""
    allows: "Callable[[Value, Run], bool] | None" = field(default=None, compare=False)

    def __str__(self) -> str:
        """The type as FEEL writes it."""
        if self.name:
            return self.name
        if self.kind in ("list", "range") and self.item is not None:
            return f"{self.kind}<{self.item}>"
        if self.fields is not None:
            return "context<" + ", ".join(f"{k}: {t}" for k, t in self.fields.items()) + ">"
        if self.parameters is not None:
            inner = ", ".join(map(str, self.parameters))
            return f"function<{inner}> -> {self.result or ANY}"
        return self.kind


ANY = Type("Any")
NULL = Type("null")
NUMBER = Type("number")
STRING = Type("string")
BOOLEAN = Type("boolean")
DATE = Type("date")
TIME = Type("time")
DATE_AND_TIME = Type("date and time")
DAY_TIME = Type("days and time duration")
YEAR_MONTH = Type("years and months duration")
LIST = Type("list")
CONTEXT = Type("context")
RANGE = Type("range")
FUNCTION = Type("function")

NAMED: Mapping[str, Type] = {
    kind.kind: kind
    for kind in (
        ANY, NUMBER, STRING, BOOLEAN, DATE, TIME, DATE_AND_TIME, DAY_TIME, YEAR_MONTH,
        LIST, CONTEXT, RANGE, FUNCTION,
    )
} | {
    # As older modellers write them.
    "Null": NULL,
    "dateTime": DATE_AND_TIME,
    "dayTimeDuration": DAY_TIME,
    "yearMonthDuration": YEAR_MONTH,
    "date time": DATE_AND_TIME,
}  # fmt: skip


def type_of(value: Value, depth: int = 6) -> Type:
    """The type of a value, with the types of its entries and items down to a depth."""
    kind = kind_of(value)
    if depth and isinstance(value, dict):
        return Type(kind, fields={name: type_of(item, depth - 1) for name, item in value.items()})
    if depth and isinstance(value, list):
        items = [type_of(item, depth - 1) for item in value[:_LOOKED_AT]]
        same = bool(items) and len(value) <= _LOOKED_AT and all(i == items[0] for i in items)
        return list_of(items[0]) if same else LIST
    return ANY if value is None else Type(kind)


def list_of(item: Type, name: str = "") -> Type:
    """The type of a list of such items."""
    return Type("list", item=item, name=name)


def conforms(value: Value, wanted: Type, run: Run | None = None) -> bool:
    """Whether a value is of a type, and one of its allowed values; null is of every type.

    Raises:
        FeelLimitExceeded: it has too many parts to look at.
    """
    if value is None:
        return True
    run = run or Run()
    if wanted.kind != "Any" and (
        kind_of(value) != wanted.kind or not _parts_conform(value, wanted, run, conforms)
    ):
        return False
    return wanted.allows is None or wanted.allows(value, run)


def is_instance(value: Value, wanted: Type, run: Run | None = None) -> bool:
    """Whether a value is of a type, whatever values an item definition allows; null is of none.

    Raises:
        FeelLimitExceeded: it has too many parts to look at.

    Source: DMN 1.5, 10.3.2 (semantics of `instance of`).
    """
    return value is not None and _is_of_kind(value, wanted, run or Run())


def _is_of_kind(value: Value, wanted: Type, run: Run) -> bool:
    if value is None or wanted.kind == "Any":
        return True
    return kind_of(value) == wanted.kind and _parts_conform(value, wanted, run, _is_of_kind)


def _parts_conform(
    value: Value, wanted: Type, run: Run, conforms: Callable[[Value, Type, Run], bool]
) -> bool:
    if isinstance(value, list):
        item = wanted.item
        if item is None or item is ANY:
            return True
        run.look(len(value))
        return all(conforms(part, item, run) for part in value)
    if isinstance(value, dict):
        fields = wanted.fields or {}
        run.look(len(fields))
        return all(
            name in value and conforms(value[name], part, run) for name, part in fields.items()
        )
    if isinstance(value, Range):
        item = wanted.item
        return item is None or all(conforms(e, item, run) for e in (value.start, value.end))
    return not isinstance(value, FeelFunction) or _function_conforms(value, wanted)


def _function_conforms(value: FeelFunction, wanted: Type) -> bool:
    """Parameters the other way round, result the same way (DMN 1.5, 10.3.2.9.1)."""
    if wanted.parameters is None:
        return True
    for signature in value.signatures:
        if len(signature) == len(wanted.parameters) and all(
            fits(asked, has.type) for asked, has in zip(wanted.parameters, signature, strict=True)
        ):
            # What a function of the author gives is often not declared.
            return value.result == ANY or fits(value.result, wanted.result or ANY)
    return False


def fits(given: Type, wanted: Type) -> bool:
    """Whether every value of one type is of the other."""
    if wanted.kind == "Any" or given.kind == "null":
        return True
    if given.kind != wanted.kind:
        return False
    if wanted.item is not None:
        return given.item is not None and fits(given.item, wanted.item)
    if wanted.fields is not None:
        fields = given.fields
        return fields is not None and all(
            name in fields and fits(fields[name], part) for name, part in wanted.fields.items()
        )
    if wanted.parameters is not None:
        return (
            given.parameters is not None
            and len(given.parameters) == len(wanted.parameters)
            and all(map(fits, wanted.parameters, given.parameters))
            and fits(given.result or ANY, wanted.result or ANY)
        )
    return True


class NotConforming(Exception):
    """A value cannot become one of the type."""


def coerce(value: Value, wanted: Type, run: Run | None = None) -> Value:
    """The value, or what FEEL's implicit conversions make of it.

    A list of one becomes its item, a value a list of one, a date its midnight in UTC.

    Raises:
        NotConforming: it is of another type.
        FeelLimitExceeded: it has too many parts to look at.

    Source: DMN 1.5, 10.3.2.9.4.
    """
    if conforms(value, wanted, run):
        return value
    alone = value[0] if isinstance(value, list) and len(value) == 1 else None
    if alone is not None and conforms(alone, wanted, run):
        return alone
    if wanted.kind == "list" and conforms([value], wanted, run):
        return [value]
    if wanted.kind == "date and time" and _is_date(value):
        return as_moment(value, utc=True)
    raise NotConforming


def _is_date(value: Any) -> bool:
    return isinstance(value, date | FarDate) and not isinstance(value, datetime | FarDateTime)
