"""What a decision would make is shown, and nothing of it stays."""

import io

import pytest
from django.core import mail
from pypdf import PdfReader

from engine.errors import AnswersRefused, ItemNotClaimed
from engine.jobs.execution import run_due
from engine.models import Case, Document, Event, InboxEntry, Job, NumberSeries, Submission, WorkItem
from engine.rehearsal.preview import preview
from tests.engine import cases

KEPT = (Case, WorkItem, InboxEntry, Document, Job, Event, NumberSeries, Submission)
PROCEEDS = {"decision": "procede", "verified_with": ["sisben"]}


@pytest.fixture
def carmen(office):
    return cases.official("secretario-gobierno")


@pytest.fixture
def item(carmen):
    case = cases.file("T02-E2")
    run_due()
    waiting = cases.waiting_item(case)
    cases.claim(carmen, waiting)
    return waiting


@pytest.fixture
def signing(carmen, item):
    cases.complete(carmen, item, PROCEEDS)
    run_due()
    waiting = cases.waiting_item(item.case)
    cases.claim(carmen, waiting)
    return waiting


def everything() -> list[list[tuple[object, ...]]]:
    return [list(table.objects.order_by("pk").values_list()) for table in KEPT]


def test_the_document_is_shown_with_a_word_across_it(carmen, item) -> None:
    found = preview(carmen, item.id, PROCEEDS)

    assert len(found.documents) == 1
    assert found.documents[0].is_for_signature
    assert "BORRADOR" in PdfReader(io.BytesIO(found.documents[0].pdf)).pages[0].extract_text()
    assert found.next_items
    assert found.state_before != found.state_after
    assert not found.is_cut


def test_nothing_of_a_preview_stays(carmen, item) -> None:
    before, sent = everything(), len(mail.outbox)

    preview(carmen, item.id, PROCEEDS)

    assert everything() == before
    assert len(mail.outbox) == sent


def test_the_letters_of_a_signature_are_shown_and_not_sent(carmen, signing, office) -> None:
    before, sent, stored = everything(), len(mail.outbox), list(office.store.keys())

    found = preview(carmen, signing.id, {"decision": "firma"})

    assert found.letters
    assert found.letters[0].subject
    assert len(mail.outbox) == sent
    assert everything() == before
    assert list(office.store.keys()) == stored


def test_answers_that_the_form_refuses_are_refused_here_too(carmen, item) -> None:
    with pytest.raises(AnswersRefused):
        preview(carmen, item.id, {})


def test_only_who_holds_the_item_sees_a_preview(office) -> None:
    case = cases.file("T02-E2")
    run_due()

    with pytest.raises(ItemNotClaimed):
        preview(cases.official("secretario-gobierno"), cases.waiting_item(case).id, PROCEEDS)
