"""What enters the record is checked, and copied where it needs a copy: through the door that jobs use."""

import json

import pytest

from archive.models import ArchiveEvent, CopyState, EntryCheck, Expediente, Holding
from archive.preservation.keeping import join_copies, without_copy
from engine.jobs import integrity
from engine.jobs.execution import run_due
from engine.models import Document
from tests.engine import cases
from tests.engine.conftest import friday, office, store
from tests.signatures.devpki_fixture import dev_pki

__all__ = ["dev_pki", "friday", "office", "store"]

ATTACHED = "T02-E9"


@pytest.fixture
def case(office):
    """A case with a citizen's own PDF."""
    filed = cases.file(ATTACHED)
    while run_due():
        pass
    filed.refresh_from_db()
    return filed


@pytest.fixture
def attachment(case) -> Document:
    return case.documents.get(kind="anexo")


def test_every_pdf_that_entered_was_checked(case) -> None:
    keys = set(case.documents.exclude(archive_key="").values_list("archive_key", flat=True))

    assert keys
    assert set(EntryCheck.objects.values_list("store_key", flat=True)) >= keys
    assert set(EntryCheck.objects.values_list("check_name", flat=True)) == {"estructural"}


def test_an_attachment_that_is_no_pdfa_has_its_copy_beside_it(case, attachment, store) -> None:
    check = EntryCheck.objects.get(store_key=attachment.archive_key)
    original = Holding.objects.get(document_id=attachment.id, copy_of=None)
    copy = original.copies.get()

    assert check.copy_state == CopyState.MADE
    assert (copy.store_key, copy.retain_until) == (check.copy_key, original.retain_until)
    assert (copy.first_page, copy.last_page) == (original.first_page, original.last_page)
    assert store.get(copy.store_key).startswith(b"%PDF")
    assert store.get(original.store_key) != store.get(copy.store_key)


def test_the_expediente_tells_of_its_copies_in_its_chain(case) -> None:
    event = ArchiveEvent.objects.get(kind="holding.copied")

    assert event.chain.endswith(case.expediente)
    assert json.loads(event.data)["of"] == 1


def test_our_own_documents_get_no_copy(case) -> None:
    own = case.documents.exclude(kind="anexo").exclude(archive_key="")

    assert not Holding.objects.filter(copy_of__document_id__in=own.values("id")).exists()


def test_joining_again_changes_nothing(case, friday) -> None:
    before = list(Holding.objects.order_by("order").values_list("pk", "order"))

    assert join_copies(case.expediente, now=friday) == 0
    assert list(Holding.objects.order_by("order").values_list("pk", "order")) == before


def test_copies_of_an_expediente_that_was_not_opened_have_no_place(db, friday) -> None:
    assert join_copies("ninguno", now=friday) == 0
    assert not Expediente.objects.exists()


def test_the_sweep_finds_everything_that_entered_named_in_a_book(case) -> None:
    step = list(integrity.sweep_whole())[-1]

    assert step.is_last
    assert step.found == ()


def test_an_original_that_cannot_be_copied_is_kept_and_listed(office, monkeypatch) -> None:
    # One page fewer than none: every original is too long to copy.
    monkeypatch.setattr("archive.preservation.copies._MOST_PAGES", 0)
    filed = cases.file(ATTACHED)
    while run_due():
        pass

    attachment = filed.documents.get(kind="anexo")
    assert attachment.archive_key
    (told,) = without_copy()
    assert (told.store_key, told.copy_reason) == (attachment.archive_key, "original-not-readable")
