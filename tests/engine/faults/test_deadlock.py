"""A deadlock and a failed serialisation on PostgreSQL itself: the command is tried again and succeeds."""

import logging
import threading
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from engine import commands
from engine.commands import clock
from engine.models import NumberSeries, WorkItem
from tests.engine import cases, flows
from tests.engine.faults.crowd import broken
from tests.environment import ON_POSTGRES
from tests.patience import until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has one writer at a time"),
]
HOLD_CASE = "UPDATE ventanilla_engine_case SET outcome = outcome WHERE id = %s"
HOLD_SERIES = (
    "UPDATE ventanilla_engine_numberseries SET last = last WHERE series LIKE 'expediente-%'"
)
OFFICE = "secretario-gobierno"
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'"


@pytest.fixture
def item(hours) -> WorkItem:
    """An item behind which the case takes a number: its command locks the case, then the series."""
    flows.publish(
        "numera-dos-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.user("revisa"),
        flows.service("expediente", "record.open"),
        flows.end("fin"),
        flows.path("inicio", "numera", "revisa", "expediente", "fin"),
    )
    item = flows.file("numera-dos-ejemplo").items.get()
    cases.claim(cases.official(OFFICE), item)
    # The first number of a series makes its row; here it is there.
    series = f"expediente-{commands.version_of(item.case.version_digest).sheet.series}"
    NumberSeries.objects.create(entity="52001", year=hours.now.year, series=series)
    item.refresh_from_db()
    return item


@pytest.fixture
def other() -> Iterator[psycopg.Connection]:
    """Somebody at the database's own console."""
    at = connection.settings_dict
    with psycopg.connect(
        host=at["HOST"], port=at["PORT"], user=at["USER"], dbname=at["NAME"]
    ) as session:
        yield session


class Completing:
    """A person who completes an item in a connection of their own."""

    def __init__(self, item: WorkItem, *, isolation: str = "read committed") -> None:
        self._item, self._isolation = item, isolation
        self._actor = cases.official(OFFICE)
        self._moment = clock.now()
        self.pid = 0
        self.error: Exception | None = None
        self._is_connected = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def begin(self) -> None:
        self._thread.start()
        assert self._is_connected.wait(30)

    def end(self) -> None:
        self._thread.join()
        if self.error is not None:
            raise self.error

    def waits(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(WAITS, [self.pid])
            return bool(cursor.fetchone()[0])

    def _run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET default_transaction_isolation = '{self._isolation}'")
                cursor.execute("SET deadlock_timeout = '2s'")
                cursor.execute("SELECT pg_backend_pid()")
                self.pid = cursor.fetchone()[0]
            self._is_connected.set()
            with clock.lend(lambda: self._moment):
                cases.complete(self._actor, self._item, {})
        except Exception as error:  # noqa: BLE001 — told to the test's own thread
            self.error = error
        finally:
            self._is_connected.set()
            connection.close()


def sqlstates(caplog) -> list[str]:
    return [
        record.args[2].__cause__.sqlstate
        for record in caplog.records
        if "is tried again" in record.msg
    ]


def test_a_command_that_the_database_sacrifices_in_a_deadlock_is_tried_again(
    item, other, caplog
) -> None:
    caplog.set_level(logging.INFO, "engine.commands._run")
    person = Completing(item)
    # Of the two, only the command looks for deadlocks before it has waited for long.
    other.execute("SET deadlock_timeout = '60s'")
    other.execute(HOLD_SERIES)
    person.begin()
    until(person.waits, "the command at the series")

    other.execute(HOLD_CASE, [item.case_id])
    other.commit()
    person.end()

    item.refresh_from_db()
    assert sqlstates(caplog)[0] == "40P01"
    assert item.status == "completed"
    assert item.case.expediente
    assert broken() == []


def test_a_command_that_cannot_be_serialised_is_tried_again(item, other, caplog) -> None:
    caplog.set_level(logging.INFO, "engine.commands._run")
    person = Completing(item, isolation="repeatable read")
    other.execute(HOLD_CASE, [item.case_id])
    person.begin()
    until(person.waits, "the command at the case")

    other.commit()
    person.end()

    item.refresh_from_db()
    assert sqlstates(caplog) == ["40001"]
    assert item.status == "completed"
    assert broken() == []
