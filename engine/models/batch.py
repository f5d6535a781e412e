"""Statements that wait and go to the database together: one round trip on PostgreSQL.

Django's own way makes each statement anew and waits for each; a command writes to six tables.
Signals are not sent, and keys that the database makes are not read back.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.adapt import Transformer

from engine.models import driver

Columns = tuple["models.Field[Any, Any]", ...]
# What Django gives to the driver as it is: everywhere, and on PostgreSQL; except into JSON.
_PLAIN = frozenset({str, int, bool, type(None)})
_PLAIN_ON_POSTGRES = _PLAIN | {datetime, date, UUID}


class Batch:
    """Statements in the order in which they came; `send` brings them to the database."""

    def __init__(self) -> None:
        self._on = connections[DEFAULT_DB_ALIAS]
        self._statements: list[tuple[str, list[Any]]] = []

    def insert(self, rows: Sequence[models.Model]) -> None:
        """Add rows of one table as they are now."""
        for some in self._portions(rows):
            begin, one, columns = _insertion(type(some[0]))
            statement = begin + ", ".join([one] * len(some))
            values = [value for row in some for value in self._prepared(row, columns)]
            self._statements.append((statement, values))
            for row in some:
                row._state.adding = False
                row._state.db = DEFAULT_DB_ALIAS

    def update(self, row: models.Model, names: Iterable[str]) -> None:
        """Write some attributes of a row that the caller has locked, as they are now."""
        statement, columns = _updating(type(row), tuple(names))
        self._statements.append((statement, self._prepared(row, columns)))

    def delete(self, table: type[models.Model], name: str, keys: Sequence[Any]) -> None:
        """Remove the rows that refer to one of the keys; nothing may hang on them."""
        if keys:
            begin, column = _deletion(table, name)
            values = [column.get_db_prep_value(key, self._on) for key in keys]
            self._statements.append((f"{begin} ({', '.join(['%s'] * len(keys))})", values))

    def send(self) -> None:
        """Bring what waits into the database."""
        statements, self._statements = self._statements, []
        if not statements:
            return
        with driver.cursor(self._on) as cursor:
            if _takes_many(self._on):
                cursor.execute(_text(self._on, statements))
            else:
                for statement, values in statements:
                    cursor.execute(statement, values)

    def _portions(self, rows: Sequence[models.Model]) -> Iterator[Sequence[models.Model]]:
        if len(rows) < 2:
            yield from [rows] if rows else []
            return
        columns = list(_insertion(type(rows[0]))[2])
        size = max(self._on.ops.bulk_batch_size(columns, list(rows)), 1)
        yield from (rows[at : at + size] for at in range(0, len(rows), size))

    def _prepared(self, row: models.Model, columns: Columns) -> list[Any]:
        on, values = self._on, row.__dict__
        plain = _PLAIN_ON_POSTGRES if on.vendor == "postgresql" else _PLAIN
        prepared = []
        for column in columns:
            value = values[column.attname]
            if type(value) not in plain or isinstance(column, models.JSONField):
                value = column.get_db_prep_save(value, on)
            prepared.append(value)
        return prepared


def _takes_many(on: BaseDatabaseWrapper) -> bool:
    # Only a text without parameters may hold many statements; other drivers put values in elsewhere.
    return on.vendor == "postgresql" and not on.settings_dict["OPTIONS"].get("server_side_binding")


def _text(on: BaseDatabaseWrapper, statements: Sequence[tuple[str, list[Any]]]) -> str:
    """One text with the values in it, as psycopg writes them itself for Django's cursors."""
    literal = Transformer(on.connection).as_literal
    whole = []
    for statement, values in statements:
        parts = _parts(statement)
        whole.append(parts[0])
        for value, part in zip(values, parts[1:], strict=True):
            whole += (literal(value), part)
        whole.append(b"; ")
    return b"".join(whole).decode()


@cache
def _parts(statement: str) -> list[bytes]:
    return [part.encode() for part in statement.split("%s")]


@cache
def _insertion(table: type[models.Model]) -> tuple[str, str, Columns]:
    columns = tuple(f for f in table._meta.concrete_fields if not isinstance(f, models.AutoField))
    names = ", ".join(_quoted(column.column) for column in columns)
    begin = f"INSERT INTO {_quoted(table._meta.db_table)} ({names}) VALUES "  # noqa: S608
    return begin, f"({', '.join(['%s'] * len(columns))})", columns


@cache
def _updating(table: type[models.Model], names: tuple[str, ...]) -> tuple[str, Columns]:
    by_name = {field.attname: field for field in table._meta.concrete_fields}
    key = table._meta.pk
    columns = tuple(by_name[name] for name in names)
    changes = ", ".join(f"{_quoted(column.column)} = %s" for column in columns)
    where = f"WHERE {_quoted(key.column)} = %s"
    return f"UPDATE {_quoted(table._meta.db_table)} SET {changes} {where}", (*columns, key)  # noqa: S608


@cache
def _deletion(table: type[models.Model], name: str) -> tuple[str, "models.Field[Any, Any]"]:
    by_name = {field.attname: field for field in table._meta.concrete_fields}
    column = by_name[name]
    where = f"WHERE {_quoted(column.column)} IN"
    return f"DELETE FROM {_quoted(table._meta.db_table)} {where}", column  # noqa: S608


def _quoted(name: str | None) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(name or "")
