"""Work items: one person at a time, and everybody else is told who."""

from uuid import uuid4

import pytest

from engine import commands
from engine.errors import (
    AnswersRefused,
    ItemAlreadyClaimed,
    ItemFinished,
    ItemNotClaimed,
    ItemNotFound,
)
from engine.jobs.execution import run_due
from engine.models import Event
from tests.engine import cases


@pytest.fixture
def case(office):
    filed = cases.file("T02-E2")
    run_due()
    return filed


@pytest.fixture
def secretary(db):
    return cases.official("secretario-gobierno")


def test_second_claim_names_who_holds_the_item(case, secretary) -> None:
    item = cases.waiting_item(case)
    cases.claim(secretary, item)
    other = cases.official("secretario-gobierno", email="otra@correo.test")

    with pytest.raises(ItemAlreadyClaimed) as refused:
        cases.claim(other, item)

    assert refused.value.data["by"] == "Carmen"
    assert refused.value.data["at"]


def test_an_item_of_another_role_is_not_there(case) -> None:
    with pytest.raises(ItemNotFound):
        cases.claim(cases.official("tesorero"), cases.waiting_item(case))


def test_a_citizen_finds_no_item(case) -> None:
    with pytest.raises(ItemNotFound):
        cases.claim(cases.citizen(), cases.waiting_item(case))


def test_nobody_finishes_what_they_did_not_claim(case, secretary) -> None:
    with pytest.raises(ItemNotClaimed):
        cases.complete(secretary, cases.waiting_item(case), {"decision": "procede"})


def test_a_released_item_is_free_again(case, secretary) -> None:
    item = cases.waiting_item(case)
    cases.claim(secretary, item)
    commands.release_item(commands.ReleaseItem(actor=secretary, item_id=item.id, submit_id=uuid4()))
    other = cases.official("secretario-gobierno", email="otra@correo.test")

    cases.claim(other, item)

    item.refresh_from_db()
    assert item.assignee_id == other.user_id


def test_an_answer_that_the_form_refuses_keeps_the_item(case, secretary) -> None:
    item = cases.waiting_item(case)
    cases.claim(secretary, item)

    with pytest.raises(AnswersRefused) as refused:
        cases.complete(secretary, item, {"decision": "no"})

    item.refresh_from_db()
    assert refused.value.errors
    assert item.status == "claimed"


def test_a_double_click_completes_once(case, secretary) -> None:
    item = cases.waiting_item(case)
    cases.claim(secretary, item)
    submit_id = uuid4()

    for _ in range(2):
        cases.complete(secretary, item, {"decision": "procede"}, submit_id=submit_id)

    assert Event.objects.filter(case=case, kind="item.completed").count() == 1


def test_a_finished_item_says_who_finished_it(case, secretary) -> None:
    item = cases.waiting_item(case)
    cases.claim(secretary, item)
    cases.complete(secretary, item, {"decision": "procede"})

    with pytest.raises(ItemFinished) as refused:
        cases.complete(secretary, item, {"decision": "procede"})

    assert refused.value.data["by"] == "Carmen"
