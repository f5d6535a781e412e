"""What the settings say of the database and of the cache that all processes share."""

from pathlib import Path
from typing import Any

import dj_database_url

CACHE_TABLE = "ventanilla_cache"
# The smallest that a full cache may be without an attacker emptying it of what limits him.
_ENTRIES = {"MAX_ENTRIES": 20_000}


def database(
    url: str,
    *,
    connection_seconds: int,
    statement_seconds: float,
    lock_seconds: float,
    prepare_after: int | None,
) -> dict[str, Any]:
    """The database of an address; an option in the address wins over ours."""
    found: dict[str, Any] = dict(dj_database_url.parse(url))
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = {
            # IMMEDIATE takes the write lock when a transaction begins: SQLite's form of a row lock.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        }
    elif found["ENGINE"] == "django.db.backends.postgresql":
        # Commands lock the case's row and read what the holder committed: READ COMMITTED, whatever
        # the server's own default is.
        options = (
            "-c default_transaction_isolation=read\\ committed",
            f"-c statement_timeout={int(statement_seconds * 1000)}",
            f"-c lock_timeout={int(lock_seconds * 1000)}",
        )
        found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"] = connection_seconds, True
        found["OPTIONS"] = {
            "application_name": "ventanilla",
            "connect_timeout": 5,
            "prepare_threshold": prepare_after,
            "options": " ".join(options),
        } | found.get("OPTIONS", {})
    return found


def caches(url: str, *, broker_url: str, name: str, timeout: float, folder: Path) -> dict[str, Any]:
    """The shared cache, and the folder of previews.

    Args:
        url: redis://…, database, memory; empty: the broker if that is Redis, else the database.
        broker_url: of the workers.
        name: two windows on one Redis keep theirs apart by it.
        timeout: how long a page waits for Redis, in seconds.
        folder: where documents lie that a decision would make, while somebody reads them.
    """
    redis = url or broker_url
    if redis.startswith(("redis://", "rediss://")):
        waits = {"socket_connect_timeout": timeout, "socket_timeout": timeout}
        default = {
            "BACKEND": "web.shell.patient_cache.PatientRedisCache",
            "LOCATION": redis,
            "KEY_PREFIX": name,
            "OPTIONS": waits,
        }
    elif url == "memory":
        default = _cache("locmem.LocMemCache", OPTIONS=_ENTRIES)
    else:
        default = _cache("db.DatabaseCache", LOCATION=CACHE_TABLE, OPTIONS=_ENTRIES)
    previews = _cache(
        "filebased.FileBasedCache", LOCATION=folder, TIMEOUT=1800, OPTIONS={"MAX_ENTRIES": 200}
    )
    return {"default": default, "previews": previews}


def _cache(backend: str, **more: Any) -> dict[str, Any]:
    return {"BACKEND": f"django.core.cache.backends.{backend}", **more}
