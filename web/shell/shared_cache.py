"""The cache that counts tries to sign in: its table is made when the database is, and a check tells where it is not shared."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.db import connections

_OF_ONE_PROCESS = ("locmem.LocMemCache", "dummy.DummyCache")


def make_table(*, using: str, **_more: Any) -> None:
    """After migrations: the cache's table, if the cache is one; the same again changes nothing."""
    call_command("createcachetable", database=using, verbosity=0)


@checks.register(checks.Tags.caches, deploy=True)
def cache_is_shared(**_options: Any) -> list[checks.CheckMessage]:
    """Warn of limits that an attacker gets once for each process."""
    if not str(settings.CACHES["default"]["BACKEND"]).endswith(_OF_ONE_PROCESS):
        return []
    return [
        checks.Warning(
            "Each process counts tries to sign in, and used codes, for itself.",
            hint="Leave CACHE_URL empty, or name a Redis.",
            id="ventanilla.W003",
        )
    ]


@checks.register(checks.Tags.database, deploy=True)
def table_is_there(*, databases: Any = None, **_options: Any) -> list[checks.CheckMessage]:
    """Tell of a table that is missing before somebody cannot sign in."""
    cache = settings.CACHES["default"]
    if not databases or not cache["BACKEND"].endswith("db.DatabaseCache"):
        return []
    missing = [
        alias
        for alias in databases
        if cache["LOCATION"] not in connections[alias].introspection.table_names()
    ]
    return [
        checks.Error(
            f"The table of the cache is missing in the database «{alias}».",
            hint="Run manage.py migrate.",
            id="ventanilla.E003",
        )
        for alias in missing
    ]
