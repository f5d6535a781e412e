"""Strict reading of TOML and YAML tables: typed keys in, findings out, nothing ignored."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from bpmn.package.findings import Finding, error

Choice = TypeVar("Choice", bound=StrEnum)

_NAMES: Mapping[type, str] = {
    str: "un texto entre comillas",
    int: "un número entero",
    bool: "true o false",
    dict: "una tabla",
    list: "una lista",
    date: "una fecha (2026-01-31)",
    datetime: "una fecha con hora y desfase (2026-11-20T09:00:00-05:00)",
}


class Table:
    """One table being read: each key is asked for once, and `close` tells of keys nobody asked for."""

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        file: str,
        area: str,
        findings: list[Finding],
        path: str = "",
    ) -> None:
        self._data = data
        self._file = file
        self._area = area
        self._findings = findings
        self._path = path
        self._asked: set[str] = set()

    def text(
        self, key: str, *, required: bool = False, pattern: re.Pattern[str] | None = None
    ) -> str:
        """A text; empty when it is missing. A required one may not be blank."""
        value = self._value(key, str, required=required)
        if value is None:
            return ""
        if required and not value.strip():
            self._missing(key)
        if pattern is not None and not pattern.fullmatch(value):
            self.refuse(
                key,
                f"«{value}» no tiene la forma que pide «{self._at(key)}».",
                f"Escriba un valor que cumpla {pattern.pattern}.",
            )
        return str(value)

    def integer(
        self, key: str, *, low: int, high: int, required: bool = False, default: int = 0
    ) -> int:
        """A whole number from `low` to `high`, both included."""
        value = self._value(key, int, required=required)
        if value is None:
            return default
        if not low <= value <= high:
            self.refuse(
                key,
                f"«{self._at(key)}» vale {value}.",
                f"Escriba un entero entre {low} y {high}.",
            )
        return int(value)

    def flag(self, key: str) -> bool:
        """True or false; false when it is missing."""
        return bool(self._value(key, bool, required=False))

    def day(self, key: str) -> date | None:
        """A date."""
        value = self._value(key, date, required=False)
        return value if isinstance(value, date) else None

    def moment(self, key: str, *, required: bool = False) -> datetime | None:
        """A date-time with its offset; written as a text or as a date-time of the format."""
        raw = self._data.get(key)
        if isinstance(raw, str):
            self._asked.add(key)
            value = _moment(raw)
        else:
            value = self._value(key, datetime, required=required)
            if value is None:
                return None
        if not isinstance(value, datetime) or value.tzinfo is None:
            self.refuse(
                key,
                f"«{self._at(key)}» no es una fecha con hora y desfase.",
                "Escríbala así: 2026-11-20T09:00:00-05:00.",
            )
            return None
        return value

    def choice(self, key: str, options: type[Choice], *, default: Choice) -> Choice:
        """One of the values of `options`; a missing or strange one is a finding."""
        value = self._value(key, str, required=True)
        if value is None:
            return default
        if value not in {option.value for option in options}:
            self._strange_choice(key, value, [option.value for option in options])
            return default
        return options(value)

    def texts(
        self, key: str, *, required: bool = False, options: type[StrEnum] | None = None
    ) -> tuple[str, ...]:
        """A list of texts; `options` bounds them."""
        value = self._value(key, list, required=required)
        if value is None:
            return ()
        if not all(isinstance(item, str) and item.strip() for item in value):
            self._wrong_type(key, "una lista de textos")
            return ()
        for item in value:
            if options is not None and item not in set(options):
                self._strange_choice(key, item, [option.value for option in options])
        return tuple(value)

    def days(self, key: str) -> tuple[date, ...]:
        """A list of dates."""
        value = self._value(key, list, required=False)
        if value is None:
            return ()
        if not all(isinstance(item, date) for item in value):
            self._wrong_type(key, "una lista de fechas")
            return ()
        return tuple(value)

    def plain(self, key: str, *, required: bool = False) -> Any:
        """Any value of the format, as it stands."""
        self._asked.add(key)
        if key not in self._data and required:
            self._missing(key)
        return self._data.get(key)

    def mapping(self, key: str) -> dict[str, Any]:
        """A table whose keys are free, as it stands."""
        return dict(self._value(key, dict, required=False) or {})

    def table(self, key: str, *, required: bool = False) -> "Table | None":
        """An inner table, to be read and closed by the caller."""
        value = self._value(key, dict, required=required)
        return None if value is None else self._inner(value, key)

    def tables(self, key: str, *, required: bool = False) -> "Iterator[Table]":
        """The inner tables of a list, in order."""
        value = self._value(key, list, required=required)
        if value is None:
            return
        if required and not value:
            self._missing(key)
        for number, item in enumerate(value, 1):
            if isinstance(item, dict):
                yield self._inner(item, f"{key}[{number}]")
            else:
                self._wrong_type(f"{key}[{number}]", "una tabla")

    def named(self, key: str) -> "Iterator[tuple[str, Table]]":
        """The inner tables of a table of tables, with their names."""
        value = self._value(key, dict, required=False)
        for name, item in (value or {}).items():
            if isinstance(item, dict):
                yield str(name), self._inner(item, f"{key}.{name}")
            else:
                self._wrong_type(f"{key}.{name}", "una tabla")

    def has(self, key: str) -> bool:
        """Whether the key was written."""
        return key in self._data

    def refuse(self, key: str, message: str, remedy: str) -> None:
        """Note that the value of `key` will not do."""
        self._note("bad-value", key, message, remedy)

    def close(self) -> None:
        """Tell of every key that nobody asked for, with the nearest known one."""
        for key in sorted(set(map(str, self._data)) - self._asked):
            near = get_close_matches(key, self._asked, n=1, cutoff=0.6)
            remedy = (
                f"¿Quiso decir «{near[0]}»?"
                if near
                else f"Bórrela; aquí caben: {', '.join(sorted(self._asked))}."
            )
            self._note("unknown-key", key, f"No existe la clave «{self._at(key)}».", remedy)

    def _value(self, key: str, kind: type, *, required: bool) -> Any:
        self._asked.add(key)
        if key not in self._data or self._data[key] is None:
            if required:
                self._missing(key)
            return None
        value = self._data[key]
        # In Python a bool is an int and a datetime is a date; in a sheet they are not.
        stray = (kind is int and isinstance(value, bool)) or (
            kind is date and isinstance(value, datetime)
        )
        if stray or not isinstance(value, kind):
            self._wrong_type(key, _NAMES.get(kind, kind.__name__))
            return None
        return value

    def _inner(self, data: Mapping[str, Any], key: str) -> "Table":
        return Table(
            data, file=self._file, area=self._area, findings=self._findings, path=self._at(key)
        )

    def _at(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def _missing(self, key: str) -> None:
        self._note(
            "missing-key",
            key,
            f"Falta «{self._at(key)}».",
            "Agréguela; docs/procedure-folder.md dice qué va en ella.",
        )

    def _wrong_type(self, key: str, wanted: str) -> None:
        self._note("wrong-type", key, f"«{self._at(key)}» no es {wanted}.", f"Escriba {wanted}.")

    def _strange_choice(self, key: str, value: str, options: list[str]) -> None:
        near = get_close_matches(value, options, n=1, cutoff=0.5)
        hint = f" ¿Quiso decir «{near[0]}»?" if near else ""
        self.refuse(
            key,
            f"«{value}» no es un valor de «{self._at(key)}».",
            f"Use uno de estos: {' | '.join(options)}.{hint}",
        )

    def _note(self, kind: str, key: str, message: str, remedy: str) -> None:
        self._findings.append(
            error(f"{self._area}-{kind}", self._file, self._at(key), message, remedy)
        )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def is_scalar(value: object) -> bool:
    """Whether the value is one that a parameter may have by itself."""
    return isinstance(value, (str, int, Decimal, bool, date))
