"""Fifty people press «terminar» on one task at the same moment: one did it, the others read who and when."""

from datetime import UTC
from decimal import Decimal
from uuid import uuid4

import pytest

from engine import commands
from engine.errors import ItemAlreadyClaimed, ItemFinished
from tests.engine import cases, folders
from tests.engine.faults.crowd import broken, crowd
from tests.engine.runtime.models import chain, end
from tests.environment import ON_POSTGRES

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has one writer at a time"),
]
FIFTY = 50


@pytest.fixture
def case(office):
    folders.publish(
        folders.task("uno"),
        folders.task("dos"),
        end("fin"),
        chain(folders.LAST, "uno", "dos", "fin"),
    )
    return folders.file()


def complete(actor, item) -> str:
    commands.complete_item(
        commands.CompleteItem(
            actor=actor, item_id=item.id, answers={"amount": Decimal(1)}, submit_id=uuid4()
        )
    )
    return actor.name


def test_the_holder_in_fifty_browsers_completes_once_and_is_told_so_in_the_others(case) -> None:
    carmen = cases.official(folders.OFFICE)
    item = folders.held(case, carmen, "uno")

    answers = crowd(FIFTY, lambda _: complete(carmen, item))

    told = [answer for answer in answers if isinstance(answer, ItemFinished)]
    item.refresh_from_db()
    assert answers.count(carmen.name) == 1
    assert len(told) == FIFTY - 1
    assert {(error.data["by"], error.data["at"]) for error in told} == {
        (carmen.name, item.finished_at)
    }
    assert folders.kinds(case).count("item.completed") == 1
    assert case.items.filter(element_id="dos").count() == 1
    assert broken() == []


def test_of_fifty_people_who_take_and_complete_one_does_and_the_others_are_told_who(case) -> None:
    people = [
        folders.person(f"p{number}@correo.test", folders.OFFICE, name=f"Persona {number}")
        for number in range(FIFTY)
    ]
    item = case.items.get()

    def take_and_complete(number: int) -> str:
        cases.claim(people[number], item)
        return complete(people[number], item)

    answers = crowd(FIFTY, take_and_complete)

    item.refresh_from_db()
    told = [a for a in answers if isinstance(a, ItemFinished | ItemAlreadyClaimed)]
    assert [answer for answer in answers if isinstance(answer, str)] == [str(item.assignee)]
    assert len(told) == FIFTY - 1
    assert {error.data["by"] for error in told} == {str(item.assignee)}
    moments = {error.data["at"].astimezone(UTC) for error in told}
    assert moments <= {item.claimed_at, item.finished_at}
    assert broken() == []
