"""The database in one file, as of one moment, and back: by each database's own means.

SQLite: its backup interface, while others write. PostgreSQL: `pg_dump` and `pg_restore` of its own version.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from archive.custody.backup_errors import BackupFailed

_FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def snapshot(database: BaseDatabaseWrapper, folder: Path) -> Path:
    """Write the whole database into a file of the folder.

    Raises:
        BackupFailed: `database-not-supported`, `tool-missing` or `database-not-read`.
    """
    place = folder / _file_for(database)
    if database.vendor == "sqlite":
        database.ensure_connection()
        with sqlite3.connect(place) as copy:
            database.connection.backup(copy, pages=2000)
        # A copy of a database in WAL mode stays in it and would want a second file beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.close()
        return place
    _run(database, "pg_dump", "--format=custom", "--no-owner", f"--file={place}")
    return place


def bring_back(database: BaseDatabaseWrapper, file: Path) -> None:
    """Put the file's content in the place of the whole database.

    Raises:
        BackupFailed: the file is of another kind of database, or cannot be read in.
    """
    if file.name != _file_for(database):
        raise BackupFailed("other-database", file.name)
    if database.vendor == "sqlite":
        database.ensure_connection()
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as copy:
            copy.backup(database.connection)
        copy.close()
        with database.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
        return
    database.close()
    flags = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    _run(database, "pg_restore", *flags, str(file))


def _file_for(database: BaseDatabaseWrapper) -> str:
    if database.vendor not in _FILES:
        raise BackupFailed("database-not-supported", database.vendor)
    return _FILES[database.vendor]


def _run(database: BaseDatabaseWrapper, tool: str, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise BackupFailed("tool-missing", tool)
    chosen = database.settings_dict
    aim = ["--dbname", str(chosen["NAME"])]
    try:
        subprocess.run(  # noqa: S603  a program of PostgreSQL, with our own arguments
            [program, *aim, *arguments],
            env=_environment(chosen),
            capture_output=True,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        raise BackupFailed("database-not-read", said[0] if said else tool) from error


def _environment(chosen: Mapping[str, object]) -> dict[str, str]:
    """How the tool finds the server; the password is in no argument, where others could read it."""
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    found = {name: str(chosen[key]) for name, key in named.items() if chosen.get(key)}
    options = chosen.get("OPTIONS")
    if isinstance(options, Mapping) and options.get("sslmode"):
        found["PGSSLMODE"] = str(options["sslmode"])
    return {"PATH": os.environ.get("PATH", os.defpath), **found}
