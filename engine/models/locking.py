"""Rows read under a lock, by statements that are made once: every command begins with one.

What Django makes for these two queries is kept as text, and only the key changes.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import QuerySet

from engine.models import driver
from engine.models.case import Case
from engine.models.items import WorkItem

# Stands for the key when a statement is made.
_ANY = UUID(int=0)


@dataclass(frozen=True)
class _Reading:
    statement: str
    converters: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]


_readings: dict[tuple[type[models.Model], str], _Reading] = {}
_making = threading.Lock()


def lock_item(item_id: UUID) -> WorkItem | None:
    """The item with its case, both locked until the transaction is over.

    The case first, then the item, as everybody locks them; `of` keeps that order.
    """
    names, case_names = _names(WorkItem), _names(Case)
    row = _read(
        WorkItem,
        item_id,
        lambda: WorkItem.objects.select_related("case").select_for_update(
            of=("case", "self"), no_key=True
        ),
    )
    if row is None:
        return None
    item = WorkItem.from_db(connection.alias, names, row[: len(names)])
    item.case = Case.from_db(connection.alias, case_names, row[len(names) :])
    return item


def lock_case(case_id: UUID) -> Case | None:
    """The case, locked until the transaction is over."""
    row = _read(Case, case_id, lambda: Case.objects.select_for_update(no_key=True))
    return None if row is None else Case.from_db(connection.alias, _names(Case), row)


def _read(
    table: type[models.Model], key: UUID, rows: Callable[[], QuerySet[Any]]
) -> list[Any] | None:
    reading = _reading(table, rows)
    prepared = table._meta.pk.get_db_prep_value(key, connection)
    with driver.cursor(connections[DEFAULT_DB_ALIAS]) as cursor:
        cursor.execute(reading.statement, [prepared])
        found = cursor.fetchone()
    if found is None:
        return None
    row = list(found)
    for at, functions, expression in reading.converters:
        for convert in functions:
            row[at] = convert(row[at], expression, connection)
    return row


def _reading(table: type[models.Model], rows: Callable[[], QuerySet[Any]]) -> _Reading:
    place = (table, connection.vendor)
    reading = _readings.get(place)
    if reading is None:
        with _making:
            compiler = rows().filter(pk=_ANY).query.get_compiler(connection=connection)
            statement, parameters = compiler.as_sql()
            if len(parameters) != 1:
                raise AssertionError(statement)
            columns = [expression for expression, _, _ in compiler.select]
            converters = compiler.get_converters(columns)
            reading = _Reading(
                statement, [(at, found, one) for at, (found, one) in converters.items()]
            )
            _readings[place] = reading
    return reading


def _names(table: type[models.Model]) -> list[str]:
    return [field.attname for field in table._meta.concrete_fields]
