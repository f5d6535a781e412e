"""What all tests share: the parts they need, the database they run on, and no way out of this machine."""

from pathlib import Path

import pytest
from hypothesis import settings
from pytest_socket import socket_allow_hosts
from xdist.scheduler import LoadScopeScheduling

from tests import parts
from tests.environment import ON_POSTGRES

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")

# On PostgreSQL these run from the first test to the last; of the others, what uses the database.
WHOLE_ROOMS = {Path(__file__).parent / room for room in ("engine", "procedures")}
# Who gets what does not depend on the database, and the walk is long.
ONCE = Path(__file__).parent / "web" / "test_access_walk.py"

# Each of these has a window or signed documents of its own, which one process makes and uses for all its tests.
TOGETHER = (
    "tests/archive/custody/test_backup.py",
    "tests/engine/processes/",
    "tests/engine/faults/",
    "tests/journeys/",
    "tests/signatures/test_second_witness.py",
)


class _ByFolder(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling | None:
    # pytest 9.2 ignores the marker xdist_group, silently (pytest-xdist issue 1386).
    return _ByFolder(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_configure() -> None:
    postgres = parts.PARTS["postgres"]
    if ON_POSTGRES and not postgres.is_there():
        word = "needs" if parts.is_required() else "skipped: needs"
        pytest.exit(f"{word} {postgres.name}", returncode=int(parts.is_required()))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if ON_POSTGRES:
        left = [item for item in items if not _differs_on_postgres(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if _differs_on_postgres(item)]


def _differs_on_postgres(item: pytest.Item) -> bool:
    # Tests of processes choose the database of each process themselves.
    if item.get_closest_marker("processes") or item.path == ONCE:
        return False
    fixtures = getattr(item, "fixturenames", ())
    uses_database = item.get_closest_marker("django_db") or {"db", "transactional_db"} & {*fixtures}
    return bool(uses_database) or bool(WHOLE_ROOMS & {*item.path.parents})


def pytest_runtest_setup(item: pytest.Item) -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    for marker in parts.PARTS:
        if item.get_closest_marker(marker):
            parts.need(marker)
