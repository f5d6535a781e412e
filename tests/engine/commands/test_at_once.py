"""Two people, or one person twice, at the same moment: one of them goes first, and the other is told."""

import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier, Event
from uuid import uuid4

import pytest
from django.db import connection, transaction

from engine import commands
from engine.commands import clock
from engine.errors import EngineError, ItemAlreadyClaimed
from engine.events import log
from engine.models import Case
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def published(office):
    folders.publish(
        folders.task("uno"),
        folders.task("dos"),
        end("fin"),
        chain(folders.LAST, "uno", "dos", "fin"),
    )


@pytest.fixture
def case(published):
    return folders.file()


def at_once(*actions):
    """What each action answered or was told, all of them begun at the same moment."""
    start = Barrier(len(actions))

    def act(action):
        try:
            start.wait()
            with clock.lend(lambda: cases.FRIDAY):
                return action()
        except EngineError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(act, actions))


def test_the_same_submit_twice_at_once_completes_once(case) -> None:
    carmen = cases.official(folders.OFFICE)
    item = folders.held(case, carmen, "uno")
    command = commands.CompleteItem(
        actor=carmen, item_id=item.id, answers={"amount": Decimal(1)}, submit_id=uuid4()
    )

    answers = at_once(*[lambda: commands.complete_item(command)] * 4)

    assert answers == [None] * 4
    assert folders.kinds(case).count("item.completed") == 1
    assert log.broken_links(case) == []


def test_the_same_filing_twice_at_once_is_one_case(published) -> None:
    command = commands.FileCase(
        actor=cases.citizen(), slug=folders.SLUG, answers={}, submit_id=uuid4()
    )

    answers = at_once(*[lambda: commands.file_case(command)] * 3)

    assert len({answer.radicado for answer in answers}) == 1
    assert Case.objects.count() == 1


def test_two_people_who_claim_at_once(case) -> None:
    item = case.items.get()
    people = [cases.official(folders.OFFICE, email=f"p{n}@correo.test") for n in range(3)]

    def claim(person):
        return lambda: cases.claim(person, item)

    answers = at_once(*[claim(person) for person in people])

    refused = [answer for answer in answers if isinstance(answer, ItemAlreadyClaimed)]
    assert len(refused) == 2
    item.refresh_from_db()
    assert item.status == "claimed"


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no lock timeout")
def test_a_lock_that_does_not_come_in_time_is_waited_for_again(case) -> None:
    item, carmen = case.items.get(), cases.official(folders.OFFICE)
    is_held, may_go = Event(), Event()

    def hold():
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=case.pk)
            is_held.set()
            may_go.wait(5)
            time.sleep(0.2)

    def claim():
        is_held.wait(5)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        may_go.set()
        cases.claim(carmen, item)

    assert at_once(hold, claim) == [None, None]
    item.refresh_from_db()
    assert item.assignee_id == carmen.user_id


def test_many_filings_at_once_take_numbers_without_gaps(published) -> None:
    who = cases.citizen()

    answers = at_once(*[lambda: folders.file(who)] * 4)

    numbers = sorted(answer.radicado[-6:] for answer in answers)
    assert numbers == ["000001", "000002", "000003", "000004"]
