"""The outside parts that some tests need, and the one answer when a part is missing.

Each part is a marker. A missing part skips its tests and says so; with REQUIRE_SERVICES=1 it fails them.
Servers are looked for where the environment says, or where `.ci/services` wrote that they answer.
"""

import contextlib
import os
import secrets
import shutil
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

_WRITTEN = Path(__file__).resolve().parents[1] / "var" / "services" / "urls"
# Where Debian's package softhsm2 puts it.
SOFTHSM = os.environ.get("TEST_SOFTHSM", "/usr/lib/softhsm/libsofthsm2.so")
_DEFAULTS = {
    "TEST_POSTGRES_URL": "postgresql://ventanilla@127.0.0.1:55432/ventanilla",
    "TEST_REDIS_URL": "redis://127.0.0.1:56379/0",
    "TEST_RABBITMQ_URL": "amqp://guest:guest@127.0.0.1:55672//",
    # `.ci/services` makes its password and builds its program.
    "TEST_MINIO_URL": "http://ventanilla:none@127.0.0.1:59000",
    "TEST_MINIO_PROGRAM": "",
}


@dataclass(frozen=True)
class Part:
    """A program or a server outside this project."""

    name: str
    is_there: Callable[[], bool]


@cache
def url(variable: str) -> str:
    """Where a server answers: TEST_POSTGRES_URL, TEST_REDIS_URL, TEST_RABBITMQ_URL or TEST_MINIO_URL.

    TEST_MINIO_PROGRAM is MinIO itself, for tests that break a server of their own.
    """
    lines = _WRITTEN.read_text().split() if _WRITTEN.exists() else []
    written = dict(line.split("=", 1) for line in lines)
    return os.environ.get(variable) or written.get(variable) or _DEFAULTS[variable]


@cache
def _answers(variable: str) -> bool:
    server = urlsplit(url(variable))
    try:
        socket.create_connection((server.hostname, server.port), timeout=2).close()
    except OSError:
        return False
    return True


PARTS: Mapping[str, Part] = {
    "postgres": Part("PostgreSQL", lambda: _answers("TEST_POSTGRES_URL")),
    "redis": Part("Redis", lambda: _answers("TEST_REDIS_URL")),
    "rabbitmq": Part("RabbitMQ", lambda: _answers("TEST_RABBITMQ_URL")),
    "minio": Part("MinIO", lambda: _answers("TEST_MINIO_URL")),
    "chromium": Part("Chromium", lambda: shutil.which("chromium") is not None),
    "softhsm": Part(
        "SoftHSM 2", lambda: Path(SOFTHSM).exists() and shutil.which("softhsm2-util") is not None
    ),
    "java": Part(
        "Java and Maven", lambda: all(shutil.which(name) for name in ("java", "javac", "mvn"))
    ),
    "poppler": Part("pdfsig", lambda: shutil.which("pdfsig") is not None),
}


def is_required() -> bool:
    """Whether a missing part is a failure, as in CI."""
    return os.environ.get("REQUIRE_SERVICES") == "1"


def need(marker: str) -> None:
    """Skip or fail the test that runs unless the part is there."""
    part = PARTS[marker]
    if part.is_there():
        return
    if is_required():
        pytest.fail(f"needs {part.name}", pytrace=False)
    pytest.skip(f"skipped: needs {part.name}")


@contextlib.contextmanager
def fresh_database() -> Iterator[str]:
    """The address of an empty database on PostgreSQL, which goes away afterwards."""
    server = url("TEST_POSTGRES_URL")
    name = f"window_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
