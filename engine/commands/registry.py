"""Reads the entity's registries: rows of its own files, and over them what procedures have written.

Reading stands here, beside the writing, since a row is completed from the one before it.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from bpmn.entity import registries, registry
from engine.commands.lending import registries_are_rehearsed
from engine.feel.text import scalar_text
from engine.feel.values import normalise
from engine.models import RegistryEntry

MOST_ROWS = 200
_NIT_WITH_DIGIT = re.compile(r"(\d{9,10})-\d")

Row = dict[str, Any]


def keeps_registry(entity: str, name: str) -> bool:
    """Whether the entity keeps a registry of that name.

    Args:
        entity: DIVIPOLA code.
        name: of the registry.
    """
    return name in registries(entity)


def key_column(entity: str, name: str) -> str:
    """The column that holds the key: the first one of the file.

    Raises:
        RegistryUnknown: the entity keeps none of that name.
    """
    first = next(iter(registry(entity, name).values()), {})
    return next(iter(first), "key")


def folded(value: object) -> str:
    """A value as registries compare it: capitals, single spaces, a NIT without its check digit."""
    if value is None:
        return ""
    text = " ".join((value if isinstance(value, str) else _text(value)).upper().split())
    with_digit = _NIT_WITH_DIGIT.fullmatch(text)
    return with_digit[1] if with_digit else text


def registry_row(entity: str, name: str, key: object, by: str = "") -> Row | None:
    """The current row of a key, or the first one whose column `by` has that value.

    Raises:
        RegistryUnknown: the entity keeps none of that name.
    """
    wanted = folded(key)
    if not wanted:
        return None
    if by and by != key_column(entity, name):
        return next(iter(registry_rows(entity, name, {by: key}, limit=1)), None)
    kept = _kept(entity, name, wanted)
    if kept is not None:
        return _shown(name, kept)
    own = _by_folded_key(entity, name).get(wanted)
    return None if own is None else {"key": _first(own)} | own


def written_row(entity: str, name: str, key: object) -> Row | None:
    """The current row of a key if a procedure wrote it, whatever the entity's file says."""
    kept = _kept(entity, name, folded(key))
    return None if kept is None else _shown(name, kept)


def registry_rows(
    entity: str, name: str, where: Mapping[str, Any], limit: int = MOST_ROWS
) -> list[Row]:
    """Current rows in which every column named has the value given, or one of a list of values.

    A value of null finds the rows that have nothing in that column.

    Args:
        entity: DIVIPOLA code.
        name: of the registry.
        where: values by column; empty: every row.
        limit: how many at most.

    Raises:
        RegistryUnknown: the entity keeps none of that name.
    """
    wanted = {column: _choices(value) for column, value in where.items()}
    found: list[Row] = []
    for row in _current(entity, name):
        if len(found) >= limit:
            break
        if all(folded(row.get(column)) in choices for column, choices in wanted.items()):
            found.append(row)
    return found


def written_as(name: str) -> str:
    """Under which name the rows that procedures wrote stand: those of a rehearsal apart."""
    return f"~{name}" if registries_are_rehearsed() else name


def _kept(entity: str, name: str, key: str) -> RegistryEntry | None:
    rows = RegistryEntry.objects.filter(
        entity=entity, registry=written_as(name), key=key, superseded_at=None
    )
    return rows.first()


def _current(entity: str, name: str) -> Iterator[Row]:
    own = _by_folded_key(entity, name)
    kept = RegistryEntry.objects.filter(
        entity=entity, registry=written_as(name), superseded_at=None
    )
    replaced = set(kept.values_list("key", flat=True))
    for key, row in own.items():
        if key not in replaced:
            yield {"key": _first(row)} | row
    for entry in kept.order_by("recorded_at", "id").iterator():
        shown = _shown(name, entry)
        if shown is not None:
            yield shown


def _shown(name: str, kept: RegistryEntry) -> Row | None:
    row = kept.row
    if row is None:
        return None
    return {"key": row.get(key_column(kept.entity, name), kept.key)} | row


@cache
def _by_folded_key(entity: str, name: str) -> Mapping[str, Row]:
    return {folded(key): dict(row) for key, row in registry(entity, name).items()}


def _first(row: Row) -> Any:
    return next(iter(row.values()))


def _choices(value: object) -> frozenset[str]:
    return frozenset(map(folded, value) if isinstance(value, list | tuple) else (folded(value),))


def _text(value: object) -> str:
    try:
        return scalar_text(normalise(value))
    except (AttributeError, TypeError):
        return str(value)
