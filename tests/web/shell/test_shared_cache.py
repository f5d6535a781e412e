"""The cache of limits is one for all processes, wherever the window runs."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.db import connection

from tests import parts
from web.connections import CACHE_TABLE, caches
from web.shell.shared_cache import cache_is_shared, make_table, table_is_there

ROOT = Path(__file__).resolve().parents[3]


def default(url: str = "", broker_url: str = "filesystem://") -> dict:
    made = caches(url, broker_url=broker_url, name="pasto", timeout=3, folder=Path("x"))
    return made["default"]


@pytest.mark.parametrize(
    ("url", "broker", "backend"),
    [
        ("", "filesystem://", "db.DatabaseCache"),
        ("", "amqp://who:secret@host//", "db.DatabaseCache"),
        ("", "redis://host/0", "PatientRedisCache"),
        ("redis://other/1", "filesystem://", "PatientRedisCache"),
        ("database", "redis://host/0", "db.DatabaseCache"),
        ("memory", "redis://host/0", "locmem.LocMemCache"),
    ],
)
def test_it_is_where_every_process_looks(url: str, broker: str, backend: str) -> None:
    assert default(url, broker)["BACKEND"].endswith(backend)


def test_an_address_of_its_own_counts_more_than_the_broker() -> None:
    assert default("redis://other/1", "redis://host/0")["LOCATION"] == "redis://other/1"


def test_another_process_sees_what_one_counted(tmp_path) -> None:
    env = {
        "PATH": "/usr/bin:/bin",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/one.sqlite3",
    }

    def python(code: str) -> str:
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        done = subprocess.run(
            command, cwd=ROOT, env=env, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    python(
        "from django.core.cache import cache; from django.core.management import call_command\n"
        "call_command('migrate', verbosity=0); cache.set('tries', 5)"
    )

    seen = python("from django.core.cache import cache; print(cache.get('tries'))")

    assert seen == "5"


@pytest.mark.django_db
def test_this_window_counts_in_its_database() -> None:
    cache.set("limit", [1, 2])

    assert isinstance(cache._connections["default"], DatabaseCache)
    assert cache.get("limit") == [1, 2]


@pytest.mark.redis
def test_two_windows_on_one_redis_do_not_count_together() -> None:
    url = parts.url("TEST_REDIS_URL")
    one, other = (
        RedisCache(url, {"KEY_PREFIX": name, "OPTIONS": default("", url)["OPTIONS"]})
        for name in ("one", "other")
    )

    one.set("tries", 3, timeout=5)

    assert (one.get("tries"), other.get("tries")) == (3, None)


def test_a_cache_of_one_process_is_warned_of(settings) -> None:
    assert cache_is_shared() == []

    settings.CACHES = {**settings.CACHES, "default": default("memory")}

    assert [found.id for found in cache_is_shared()] == ["ventanilla.W003"]


@pytest.mark.django_db
def test_a_missing_table_is_told_and_made_by_the_next_migrate() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {CACHE_TABLE}")
    missing = table_is_there(databases=["default"])
    make_table(using="default")

    assert [found.id for found in missing] == ["ventanilla.E003"]
    assert table_is_there(databases=["default"]) == []
