"""The way to the driver for the two statements that every command makes.

Django's cursors make a layer for each statement, in which it is looked through for parameters; on
PostgreSQL these two go to psycopg as they are. Who listens to statements (tests, debugging) still hears them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def cursor(on: BaseDatabaseWrapper) -> Iterator[Any]:
    """A cursor in the connection's transaction; errors are Django's own, as always."""
    raw = on.connection
    if not isinstance(raw, psycopg.Connection) or on.queries_logged or on.execute_wrappers:
        with on.cursor() as wrapped:
            yield wrapped
        return
    on.validate_thread_sharing()
    on.validate_no_broken_transaction()
    with on.wrap_database_errors, psycopg.Cursor(raw) as bare:
        yield bare
