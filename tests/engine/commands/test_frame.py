"""The frame of every command: what it costs, what it does when two come at once, and what it leaves."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from engine import commands
from engine.commands._run import run
from engine.errors import ItemFinished
from engine.events import log
from engine.models import Event, Submission
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end

MOST_STATEMENTS = 8
_FRAME = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")


@pytest.fixture
def two_steps(office):
    folders.publish(
        folders.task("uno"),
        folders.task("dos"),
        end("fin"),
        chain(folders.LAST, "uno", "dos", "fin"),
    )
    return folders.file()


@pytest.fixture
def carmen(db):
    return cases.official(folders.OFFICE)


def statements(captured: CaptureQueriesContext) -> list[str]:
    return [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].lstrip().upper().startswith(_FRAME)
    ]


def test_a_completion_costs_few_statements(two_steps, carmen) -> None:
    cases.complete(carmen, folders.held(two_steps, carmen, "uno"), {"amount": Decimal(1)})
    warm = folders.file()
    item = folders.held(warm, carmen, "uno")

    with CaptureQueriesContext(connection) as captured:
        commands.complete_item(
            commands.CompleteItem(
                actor=carmen, item_id=item.id, answers={"amount": Decimal(1)}, submit_id=uuid4()
            )
        )

    found = statements(captured)
    assert len(found) <= MOST_STATEMENTS, "\n".join(found)


def test_what_a_step_does_not_touch_is_not_asked_for(two_steps, carmen) -> None:
    item = folders.held(two_steps, carmen, "uno")

    with CaptureQueriesContext(connection) as captured:
        cases.complete(carmen, item, {"amount": Decimal(1)})

    text = "\n".join(statements(captured))
    for table in ("timer", "subscription", "message", "incident", "job"):
        assert f"ventanilla_engine_{table}" not in text


def test_a_repeated_submit_gets_the_first_answer_whatever_happened_since(two_steps, carmen) -> None:
    item = folders.held(two_steps, carmen, "uno")
    submit_id = uuid4()
    cases.complete(carmen, item, {"amount": Decimal(1)}, submit_id=submit_id)
    before = folders.kinds(two_steps)

    cases.complete(carmen, item, {"amount": Decimal(1)}, submit_id=submit_id)

    assert folders.kinds(two_steps) == before
    with pytest.raises(ItemFinished):
        cases.complete(carmen, item, {"amount": Decimal(1)})


def test_a_repeated_claim_changes_nothing_after_a_release(two_steps, carmen) -> None:
    item = two_steps.items.get()
    submit_id = uuid4()
    commands.claim_item(commands.ClaimItem(actor=carmen, item_id=item.id, submit_id=submit_id))
    commands.release_item(commands.ReleaseItem(actor=carmen, item_id=item.id, submit_id=uuid4()))

    commands.claim_item(commands.ClaimItem(actor=carmen, item_id=item.id, submit_id=submit_id))

    item.refresh_from_db()
    assert item.status == "ready"


def test_the_events_of_a_command_are_chained_and_the_case_knows_their_end(
    two_steps, carmen
) -> None:
    cases.complete(carmen, folders.held(two_steps, carmen, "uno"), {"amount": Decimal(1)})

    two_steps.refresh_from_db()
    last = two_steps.events.last()
    assert log.broken_links(two_steps) == []
    assert (two_steps.event_count, two_steps.event_head) == (last.seq, last.hash)


def test_a_removed_end_of_the_chain_is_found(two_steps) -> None:
    last = two_steps.events.last()
    Event.objects.filter(pk=last.pk).delete()

    assert log.broken_links(two_steps) == [log.BrokenLink(last.seq - 1, "truncated")]


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_at_that_moment_is_tried_again() -> None:
    tries = []

    def body(_work):
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("database is locked")
        return {"tries": len(tries)}

    submit_id = uuid4()

    assert run("probe", cases.citizen(), body, submit_id=submit_id) == {"tries": 3}
    assert Submission.objects.get(pk=submit_id).result == {"tries": 3}


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_for_good_is_not_tried_again() -> None:
    tries = []

    def body(_work):
        tries.append(1)
        raise OperationalError("no such column")

    with pytest.raises(OperationalError):
        run("probe", cases.citizen(), body, submit_id=uuid4())
    assert len(tries) == 1
