"""Transfers and final disposition: two people and more, nothing before its date, nothing under hold."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from archive.custody import acts, due, holds
from archive.custody.act_paper import act_paper, keep_document, retention_of
from archive.custody.transfers import carry_out, progress
from archive.errors import (
    ActAlreadyApproved,
    ActEmpty,
    ActNotSealed,
    ActSamePerson,
    ActStateRefused,
    ActUnknown,
    AlreadyInAct,
    ExpedienteGone,
    ExpedienteHeld,
    ExpedienteUnknown,
    GroundsMissing,
    HoldUnknown,
    NotDue,
    NoticeRunning,
)
from archive.models import ActKind, CustodyAct, Expediente, LegalHold
from archive.records import ledger
from archive.records.incorporation import Arrival
from archive.records.ledger import chain_of_act, chain_of_expediente
from archive.stores import open_store
from archive.stores.errors import ObjectMissing, StoreUnavailable
from tests.archive.custody.expedientes import (
    ALVARO,
    ELENA,
    ELIMINATED,
    KEPT,
    NUBIA,
    SELECTED,
    at,
    closed,
    in_central,
    schedule,
)

# Certificates stay one year in management and two in the central archive.
MANAGEMENT_OVER, ALL_OVER = date(2027, 11, 21), date(2029, 11, 21)
LATE = date(2060, 1, 1)


@pytest.fixture
def store(db, tmp_path):
    return open_store(f"file://{tmp_path / 'archive'}")


def propose(kind, *expedientes, today=ALL_OVER, who=NUBIA) -> CustodyAct:
    numbers = [expediente.number for expediente in expedientes]
    return acts.propose(kind, numbers, who, today=today, now=at(today))


def approved(act, *people, today=ALL_OVER) -> CustodyAct:
    for who in people:
        act = acts.approve(act.id, who, now=at(today))
    return act


def sealed(act, store, today=ALL_OVER) -> CustodyAct:
    content = f"acta {act.number}".encode()
    until = retention_of(today)
    kept = store.put(content, media_type="application/pdf", retain_until=until)
    arrival = Arrival(
        document_id=uuid4(),
        kind="acta",
        title="Acta",
        number=act.number,
        created_at=at(today),
        pages=1,
        media_type="application/pdf",
        size_bytes=len(content),
        sha256=kept.key.removeprefix("sha256:"),
        store_key=kept.key,
        retain_until=until,
    )
    keep_document(act.id, arrival, level="B-LTA", now=at(today))
    return acts.find(act.id)


def started(act, store, today=ALL_OVER) -> tuple[CustodyAct, date]:
    """Approved, sealed, announced where it must be, and started on the first day that may be."""
    act = sealed(approved(act, ALVARO, *([ELENA] if act.kind_of.removes else [])), store)
    if act.kind_of.removes:
        act = acts.publish(act.id, NUBIA, today=today, now=at(today))
        today = act.notice_until + timedelta(days=1)
    return acts.start(act.id, NUBIA, today=today, now=at(today)), today


def run(act, store, today) -> CustodyAct:
    carry_out(act.id, [store], today=today, now=at(today))
    return acts.find(act.id)


def stage(expediente) -> str:
    return Expediente.objects.get(pk=expediente.pk).stage


def hold(expediente, store, act="Auto 1") -> LegalHold:
    return holds.place(
        expediente.number,
        reason="Proceso disciplinario",
        authority="Personería",
        act=act,
        who=NUBIA,
        store=store,
        now=at(ALL_OVER),
    )


def test_an_expediente_is_due_the_day_after_its_last(store) -> None:
    expediente = closed(store)
    last = expediente.management_until

    assert not due.due(ActKind.PRIMARY, last).exists()
    assert due.due(ActKind.PRIMARY, last + timedelta(days=1)).get() == expediente
    row = due.due(ActKind.PRIMARY, LATE).get()
    assert (row.documents, row.folios) == (2, 4)


@pytest.mark.parametrize(
    ("series", "kind"),
    [
        (ELIMINATED, ActKind.ELIMINATION),
        (SELECTED, ActKind.SELECTION),
        (KEPT, ActKind.SECONDARY),
        ("410.19.01", ActKind.ELIMINATION),
    ],
)
def test_the_disposition_says_which_act_is_due(store, series, kind) -> None:
    expediente = in_central(store, series)

    found = [k for k in ActKind if due.due(k, LATE).filter(pk=expediente.pk).exists()]
    assert found == [kind]


def test_a_primary_transfer_needs_one_other_person(store) -> None:
    expediente = closed(store)
    act = propose(ActKind.PRIMARY, expediente, today=MANAGEMENT_OVER)

    with pytest.raises(ActSamePerson):
        acts.approve(act.id, NUBIA, now=at(MANAGEMENT_OVER))
    act, today = started(act, store, MANAGEMENT_OVER)
    act = run(act, store, today)

    assert (act.state, stage(expediente)) == ("executed", "central")
    assert ledger.broken_links(chain_of_act(act.number)) == []
    assert ledger.broken_links(chain_of_expediente(expediente.number)) == []


def test_an_elimination_needs_two_people_neither_of_whom_proposed_it(store) -> None:
    act = propose(ActKind.ELIMINATION, in_central(store))

    act = acts.approve(act.id, ALVARO, now=at(ALL_OVER))
    assert act.state == "proposed"
    with pytest.raises(ActAlreadyApproved):
        acts.approve(act.id, ALVARO, now=at(ALL_OVER))
    with pytest.raises(ActSamePerson):
        acts.approve(act.id, NUBIA, now=at(ALL_OVER))
    assert acts.approve(act.id, ELENA, now=at(ALL_OVER)).state == "approved"


def test_an_elimination_removes_the_bytes_and_leaves_rows_index_and_act(store) -> None:
    expediente = in_central(store)
    act, today = started(propose(ActKind.ELIMINATION, expediente), store)
    act = run(act, store, today)

    assert (act.state, stage(expediente)) == ("executed", "eliminated")
    documents = expediente.holdings.filter(kind="anexo")
    assert documents.count() == 2
    assert set(documents.values_list("removed_on", flat=True)) == {today}
    for holding in documents:
        with pytest.raises(ObjectMissing):
            store.get(holding.store_key)
    index = expediente.holdings.get(kind="indice")
    assert index.removed_on is None
    assert store.get(index.store_key)
    assert store.get(act.document.store_key)


def test_nothing_starts_unsealed_or_while_its_notice_runs(store) -> None:
    act = approved(propose(ActKind.ELIMINATION, in_central(store)), ALVARO, ELENA)

    with pytest.raises(ActNotSealed):
        acts.publish(act.id, NUBIA, today=ALL_OVER, now=at(ALL_OVER))
    with pytest.raises(ActNotSealed):
        acts.start(act.id, NUBIA, today=ALL_OVER, now=at(ALL_OVER))
    act = sealed(act, store)
    with pytest.raises(ActStateRefused):
        acts.start(act.id, NUBIA, today=ALL_OVER, now=at(ALL_OVER))
    act = acts.publish(act.id, NUBIA, today=ALL_OVER, now=at(ALL_OVER))
    assert act.notice_until == ALL_OVER + timedelta(days=60)
    with pytest.raises(NoticeRunning):
        acts.start(act.id, NUBIA, today=act.notice_until, now=at(act.notice_until))


def test_what_is_not_due_held_or_listed_elsewhere_is_not_proposed(store) -> None:
    first, second = in_central(store), in_central(store, place=2)

    with pytest.raises(NotDue):
        propose(ActKind.ELIMINATION, first, today=first.central_until)
    with pytest.raises(NotDue):
        propose(ActKind.SECONDARY, first)
    with pytest.raises(NotDue):
        acts.propose(ActKind.PRIMARY, ["no-hay"], NUBIA, today=LATE, now=at(LATE))
    with pytest.raises(ActEmpty):
        propose(ActKind.ELIMINATION)
    propose(ActKind.ELIMINATION, first)
    with pytest.raises(AlreadyInAct):
        propose(ActKind.ELIMINATION, first, second)
    hold(second, store)
    with pytest.raises(ExpedienteHeld):
        propose(ActKind.ELIMINATION, second)
    assert list(due.held_and_due(ALL_OVER)) == [second]


def test_a_hold_that_came_after_the_approval_is_seen_at_the_execution(store) -> None:
    held, free = in_central(store), in_central(store, place=2)
    act, today = started(propose(ActKind.ELIMINATION, held, free), store)
    hold(held, store)
    act = run(act, store, today)

    assert (act.state, stage(held), stage(free)) == ("executed", "central", "eliminated")
    assert act.lines.get(expediente=held).problem == "expediente-held"
    assert store.get(held.holdings.first().store_key)


def test_a_date_that_was_moved_after_the_approval_is_seen_at_the_execution(store) -> None:
    expediente = in_central(store)
    act, today = started(propose(ActKind.ELIMINATION, expediente), store)
    store.extend(expediente.holdings.first().store_key, today + timedelta(days=1))
    act = run(act, store, today)

    assert (act.lines.get().problem, stage(expediente)) == ("retention-active", "central")
    assert all(store.get(h.store_key) for h in expediente.holdings.all())


def test_a_document_that_its_own_series_keeps_longer_keeps_the_expediente(store) -> None:
    expediente = in_central(store, until=date(2035, 1, 1))
    act, today = started(propose(ActKind.ELIMINATION, expediente), store)

    assert run(act, store, today).lines.get().problem == "retention-active"


def test_bytes_that_another_expediente_has_too_stay(store) -> None:
    one = in_central(store, contents=(b"igual", b"propio"))
    other = in_central(store, place=2, contents=(b"igual",))
    act, today = started(propose(ActKind.ELIMINATION, one), store)
    run(act, store, today)

    shared = other.holdings.get(kind="anexo")
    assert store.get(shared.store_key) == b"igual"
    assert stage(one) == "eliminated"
    act, today = started(propose(ActKind.ELIMINATION, other, today=today), store, today)
    run(act, store, today)
    with pytest.raises(ObjectMissing):
        store.get(shared.store_key)


def test_a_selection_keeps_the_share_that_anyone_can_draw_again(store) -> None:
    every = [in_central(store, SELECTED, place) for place in range(1, 12)]
    act = propose(ActKind.SELECTION, *every, today=LATE)
    kept = set(act.lines.filter(fate="historical").values_list("number", flat=True))

    assert len(kept) == 2
    assert kept == acts.sampled(act.number, [e.number for e in every], 10)
    act, today = started(act, store, LATE)
    run(act, store, today)
    assert {e.number for e in every if stage(e) == "historical"} == kept
    assert sum(stage(e) == "eliminated" for e in every) == 9


def test_what_is_kept_goes_to_the_historical_archive_without_a_notice(store) -> None:
    expediente = in_central(store, KEPT)
    act, today = started(propose(ActKind.SECONDARY, expediente, today=LATE), store, LATE)
    run(act, store, today)

    assert stage(expediente) == "historical"
    assert store.get(expediente.holdings.first().store_key)


class _BreaksOnce:
    """The real store, which does not answer the second time that something is removed."""

    def __init__(self, store) -> None:
        self._store, self._left = store, 1

    def delete(self, key, today) -> None:
        if self._left == 0:
            self._left = 100
            raise StoreUnavailable("down")
        self._left -= 1
        self._store.delete(key, today)

    def __getattr__(self, name):
        return getattr(self._store, name)


def test_an_execution_that_broke_off_goes_on_where_it_was(store) -> None:
    expediente = in_central(store)
    act, today = started(propose(ActKind.ELIMINATION, expediente), store)
    broken = _BreaksOnce(store)

    with pytest.raises(StoreUnavailable):
        run(act, broken, today)
    assert stage(expediente) == "central"
    assert expediente.holdings.exclude(removed_on=None).count() == 0
    act = run(act, store, today)

    assert (act.state, stage(expediente)) == ("executed", "eliminated")
    assert progress(act).percent == 100


def test_an_act_is_rejected_with_a_reason_until_it_starts(store) -> None:
    expediente = in_central(store)
    act = propose(ActKind.ELIMINATION, expediente)
    with pytest.raises(GroundsMissing):
        acts.reject(act.id, ALVARO, reason=" ", now=at(ALL_OVER))
    act = acts.reject(act.id, ALVARO, reason="Falta un anexo", now=at(ALL_OVER))
    assert (act.state, act.rejected_by) == ("rejected", "Álvaro")

    act, today = started(propose(ActKind.ELIMINATION, expediente), store)
    with pytest.raises(ActStateRefused):
        acts.reject(act.id, ALVARO, reason="Tarde", now=at(today))
    assert (
        carry_out(
            acts.propose(
                ActKind.ELIMINATION,
                [in_central(store, place=9).number],
                NUBIA,
                today=today,
                now=at(today),
            ).id,
            [store],
            today=today,
            now=at(today),
        ).done
        == 0
    )


def test_an_act_that_is_not_there_is_not_approved(db) -> None:
    with pytest.raises(ActUnknown):
        acts.approve(uuid4(), ALVARO, now=at(ALL_OVER))
    with pytest.raises(ActUnknown):
        acts.find(uuid4())


def test_numbers_of_acts_have_no_gap_in_a_year(store) -> None:
    numbers = [
        propose(ActKind.ELIMINATION, in_central(store, place=place)).number for place in (1, 2, 3)
    ]

    assert numbers == ["EL-2029-0001", "EL-2029-0002", "EL-2029-0003"]


def test_the_act_is_a_document_with_its_inventory(store) -> None:
    act = approved(propose(ActKind.ELIMINATION, in_central(store)), ALVARO, ELENA)

    rendered = act_paper(act, entity={"name": "Alcaldía"}, issued_at=at(ALL_OVER))

    assert rendered.pages == 1
    assert rendered.pdf.startswith(b"%PDF")


def test_a_hold_lasts_in_the_store_until_the_last_is_released(store) -> None:
    one = in_central(store, contents=(b"igual",))
    other = in_central(store, place=2, contents=(b"igual",))
    key = one.holdings.get(kind="anexo").store_key
    first, second, third = hold(one, store), hold(other, store), hold(one, store, "Auto 2")

    def release(what) -> None:
        holds.release(what.id, reason="Terminó", who=ALVARO, store=store, now=at(ALL_OVER))

    release(first)
    release(third)
    assert store.is_held(key)
    release(second)
    assert not store.is_held(key)
    with pytest.raises(HoldUnknown):
        release(first)


def test_holds_say_why_and_on_what(store) -> None:
    expediente = in_central(store)
    with pytest.raises(GroundsMissing):
        hold(expediente, store, act=" ")
    with pytest.raises(ExpedienteUnknown):
        hold(Expediente(number="no-hay"), store)
    found = hold(expediente, store)
    with pytest.raises(GroundsMissing):
        holds.release(found.id, reason="", who=ALVARO, store=store, now=at(ALL_OVER))
    with pytest.raises(HoldUnknown):
        holds.release(uuid4(), reason="x", who=ALVARO, store=store, now=at(ALL_OVER))


def test_what_is_gone_takes_no_hold(store) -> None:
    expediente = in_central(store)
    act, today = started(propose(ActKind.ELIMINATION, expediente), store)
    run(act, store, today)

    with pytest.raises(ExpedienteGone):
        hold(expediente, store)


def test_the_schedule_of_the_tests_is_part_g() -> None:
    assert schedule().series(SELECTED).disposition == "S (10 %)"
