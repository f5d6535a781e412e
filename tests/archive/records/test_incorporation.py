"""Documents enter an expediente once, in order, with their folios; every step is chained."""

import hashlib
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from archive.errors import ArchiveEventRewriteRefused
from archive.models import ArchiveChain, ArchiveEvent, EntryCheck, Expediente
from archive.records import ledger
from archive.records.incorporation import Arrival, incorporate, new_expediente
from archive.records.ledger import SYSTEM, chain_of_expediente
from archive.records.schedule import load_trd
from bpmn.entity import trd_source

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = date(2026, 11, 20)
NUMBER = "200.08.01-2026-000001"


def arrival(pages: int = 1, **values) -> Arrival:
    sha256 = hashlib.sha256(uuid4().bytes).hexdigest()
    plain = {
        "document_id": uuid4(),
        "kind": "anexo",
        "title": "Recibo",
        "number": "",
        "created_at": NOON,
        "pages": pages,
        "media_type": "application/pdf",
        "size_bytes": 10,
        "sha256": sha256,
        "store_key": f"sha256:{sha256}",
        "retain_until": DAY,
    }
    return Arrival(**(plain | values))


def open_one(number: str = NUMBER) -> Expediente:
    schedule = load_trd(trd_source("52001"))
    row = new_expediente(
        number, title="Certificado", series="200.08.01", opened_on=DAY, schedule=schedule
    )
    row.save()
    return row


@pytest.fixture
def expediente(db):
    return open_one()


def test_an_expediente_keeps_the_version_and_unit_of_its_opening(expediente) -> None:
    assert (expediente.schedule_version, expediente.unit, expediente.disposition) == (
        "2026-v1",
        "200",
        "E",
    )


def test_a_document_enters_once(expediente) -> None:
    one = arrival(3)

    first, again = incorporate(NUMBER, one, now=NOON), incorporate(NUMBER, one, now=NOON)

    assert first == again
    assert expediente.holdings.count() == 1
    assert ArchiveEvent.objects.filter(chain=chain_of_expediente(NUMBER)).count() == 1


def test_folios_go_on_where_the_last_document_ended(expediente) -> None:
    for pages in (3, 1, 2):
        incorporate(NUMBER, arrival(pages), now=NOON)

    ranges = expediente.holdings.values_list("order", "first_page", "last_page")
    assert list(ranges) == [(1, 1, 3), (2, 4, 4), (3, 5, 6)]


def test_the_check_at_entry_knows_the_pages_of_an_attachment(expediente) -> None:
    one = arrival(1)
    EntryCheck.objects.create(
        store_key=one.store_key,
        document_id=one.document_id,
        checked_at=NOON,
        media_type="application/pdf",
        check_name="prueba",
        pages=7,
        copy_state="not-needed",
    )

    assert incorporate(NUMBER, one, now=NOON).last_page == 7


def test_an_expediente_that_was_not_opened_takes_nothing(db) -> None:
    with pytest.raises(Expediente.DoesNotExist):
        incorporate("no-hay", arrival(), now=NOON)


class FoliosAddUp(TestCase):
    """Whatever comes and however often."""

    @given(st.lists(st.tuples(st.integers(1, 50), st.booleans()), max_size=12))
    @settings(max_examples=25)
    def test_places_have_no_gap(self, documents) -> None:
        expediente = open_one()
        for pages, is_repeated in documents:
            one = arrival(pages)
            for _ in range(1 + is_repeated):
                incorporate(NUMBER, one, now=NOON)

        places = list(expediente.holdings.values_list("order", "first_page", "last_page"))
        assert [order for order, _, _ in places] == list(range(1, len(documents) + 1))
        assert sum(last - first + 1 for _, first, last in places) == sum(p for p, _ in documents)
        assert ledger.broken_links(chain_of_expediente(NUMBER)) == []


def three_events() -> str:
    for kind in ("a.done", "b.done", "c.done"):
        ledger.append("prueba", kind, SYSTEM, NOON, {"ñ": 1})
    return "prueba"


def test_a_chain_holds_and_no_event_is_written_again(db) -> None:
    chain = three_events()

    assert ledger.broken_links(chain) == []
    event = ArchiveEvent.objects.filter(chain=chain).first()
    with pytest.raises(ArchiveEventRewriteRefused):
        event.save()
    with pytest.raises(ArchiveEventRewriteRefused):
        event.delete()


@pytest.mark.parametrize(
    ("touch", "reason"),
    [
        (lambda rows: rows.filter(seq=2).update(data="{}"), "altered"),
        (lambda rows: rows.filter(seq=2)._raw_delete("default"), "missing"),
        (lambda rows: rows.filter(seq=3)._raw_delete("default"), "truncated"),
        (lambda rows: rows.filter(seq=2).update(previous_hash="0" * 64), "reordered"),
    ],
    ids=["altered", "removed", "cut-at-the-end", "relinked"],
)
def test_a_touched_chain_says_where(db, touch, reason) -> None:
    chain = three_events()
    touch(ArchiveEvent.objects.filter(chain=chain))

    assert reason in {link.reason for link in ledger.broken_links(chain)}


def test_a_chain_whose_end_was_forgotten_shows(db) -> None:
    chain = three_events()
    ArchiveChain.objects.filter(name=chain).update(count=2)

    assert [link.reason for link in ledger.broken_links(chain)] == ["truncated"]
