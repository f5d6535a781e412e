"""The life of a custody act: one person proposes it, others approve it, it is sealed, announced, carried out.

Source: Ley 594/2000; Decreto 1080/2015, arts. 2.8.2.2.5 and 2.8.2.9 (verificar); inventory Part G.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from archive.custody import due
from archive.custody.holds import is_held
from archive.errors import (
    ActAlreadyApproved,
    ActEmpty,
    ActNotSealed,
    ActSamePerson,
    ActStateRefused,
    ActUnknown,
    AlreadyInAct,
    ExpedienteHeld,
    GroundsMissing,
    NotDue,
    NoticeRunning,
)
from archive.models import (
    ActKind,
    ActState,
    ArchiveChain,
    CustodyAct,
    CustodyApproval,
    CustodyLine,
    Expediente,
    Fate,
)
from archive.records import ledger
from archive.records.adopted import version_in_force
from archive.records.incorporation import INDEX, INDEX_KINDS
from archive.records.ledger import Who, chain_of_act, chain_of_expediente

_PREFIX = {
    ActKind.PRIMARY: "TP",
    ActKind.SECONDARY: "TS",
    ActKind.SELECTION: "SE",
    ActKind.ELIMINATION: "EL",
}
_NUMBERS = "actas"
DEFAULT_NOTICE_DAYS = 60
DEFAULT_SAMPLE_PERCENT = 10


@transaction.atomic
def propose(  # noqa: PLR0913  options by name only
    kind: ActKind,
    numbers: Sequence[str],
    who: Who,
    *,
    note: str = "",
    sample_percent: int = DEFAULT_SAMPLE_PERCENT,
    today: date,
    now: datetime,
) -> CustodyAct:
    """Draw up an act with its inventory.

    Args:
        kind: what it would do.
        numbers: of the expedientes.
        who: who proposes it.
        note: what those who approve should know.
        sample_percent: how much of a selection is kept.
        today: day, in Bogotá.
        now: moment, aware.

    Raises:
        ActEmpty: no expediente was chosen.
        NotDue: the date of one has not passed, or its disposition is another.
        ExpedienteHeld: a legal hold keeps one.
        AlreadyInAct: another act that is not over lists one.
    """
    wanted = sorted(set(numbers))
    if not wanted:
        raise ActEmpty
    expedientes = list(
        Expediente.objects.select_for_update().filter(number__in=wanted).order_by("number")
    )
    _require_all_due(kind, wanted, expedientes, today)
    act = _new_act(kind, who, note, sample_percent, today, now)
    fates = _fates(act, [expediente.number for expediente in expedientes])
    for order, expediente in enumerate(expedientes, 1):
        _line(act, order, expediente, fates[expediente.number]).save()
    told = {"kind": act.kind, "expedientes": len(expedientes)}
    _record(act, "act.proposed", who, now, **told)
    return act


@transaction.atomic
def approve(act_id: UUID, who: Who, *, now: datetime) -> CustodyAct:
    """Approve an act; with the last approval that it needs it is approved.

    Raises:
        ActUnknown: there is none.
        ActStateRefused: it does not wait for approvals.
        ActSamePerson: who proposed it does not approve it.
        ActAlreadyApproved: this person did already.
    """
    act = _locked(act_id, ActState.PROPOSED)
    if who.id is None or who.id == act.proposer_id:
        raise ActSamePerson
    if act.approvals.filter(person_id=who.id).exists():
        raise ActAlreadyApproved
    CustodyApproval.objects.create(act=act, person_id=who.id, person_name=who.name, at=now)
    given = act.approvals.count()
    _record(act, "act.approval-given", who, now, given=given, needed=act.kind_of.approvals_needed)
    if given >= act.kind_of.approvals_needed:
        act.approve()
        act.approved_at = now
        act.save()
        _record(act, "act.approved", who, now, inventory=inventory_digest(act))
    return act


@transaction.atomic
def reject(act_id: UUID, who: Who, *, reason: str, now: datetime) -> CustodyAct:
    """Give an act up, with the reason; nothing of it is done.

    Raises:
        ActUnknown: there is none.
        ActStateRefused: it is being carried out, or is over.
        GroundsMissing: no reason was given.
    """
    if not reason.strip():
        raise GroundsMissing
    act = _locked(act_id, ActState.PROPOSED, ActState.APPROVED, ActState.PUBLISHED)
    act.reject()
    act.rejected_by, act.rejected_because = who.name, reason.strip()
    act.save()
    _record(act, "act.rejected", who, now, reason=act.rejected_because)
    return act


@transaction.atomic
def publish(act_id: UUID, who: Who, *, today: date, now: datetime) -> CustodyAct:
    """Announce an elimination: for so many days anyone can read the inventory and object.

    Raises:
        ActUnknown: there is none.
        ActStateRefused: it is not approved, or removes nothing.
        ActNotSealed: its document waits for its seal.
    """
    act = _locked(act_id, ActState.APPROVED)
    if not act.kind_of.removes:
        raise ActStateRefused
    _require_sealed(act)
    act.publish()
    act.published_on, act.notice_until = today, today + timedelta(days=act.notice_days)
    act.save()
    _record(act, "act.published", who, now, until=act.notice_until.isoformat())
    return act


@transaction.atomic
def start(act_id: UUID, who: Who, *, today: date, now: datetime) -> CustodyAct:
    """Begin to carry an act out.

    Raises:
        ActUnknown: there is none.
        ActStateRefused: it is not approved, or not announced where it must be.
        ActNotSealed: its document waits for its seal.
        NoticeRunning: its notice has not ended.
    """
    act = _locked(act_id, ActState.APPROVED, ActState.PUBLISHED)
    _require_sealed(act)
    if act.kind_of.removes:
        if act.notice_until is None:
            raise ActStateRefused
        if today <= act.notice_until:
            raise NoticeRunning(until=act.notice_until)
    act.start()
    act.save()
    _record(act, "act.started", who, now)
    return act


def sampled(act_number: str, numbers: Iterable[str], percent: int) -> frozenset[str]:
    """Which expedientes a selection keeps: a draw that anybody can repeat.

    Of the SHA-256 of the act's number, a line feed and the expediente's number, the smallest are kept;
    how many is the percentage, rounded up.
    """
    drawn = sorted(
        numbers, key=lambda number: hashlib.sha256(f"{act_number}\n{number}".encode()).digest()
    )
    return frozenset(drawn[: math.ceil(len(drawn) * percent / 100)])


def inventory_digest(act: CustodyAct) -> str:
    """SHA-256 of the inventory as it was approved: order, number, fate and hash of the index."""
    lines = act.lines.values_list("order", "number", "fate", "index_sha256")
    text = "\n".join("\t".join(map(str, line)) for line in lines.order_by("order"))
    return hashlib.sha256(text.encode()).hexdigest()


def find(act_id: UUID) -> CustodyAct:
    """The act.

    Raises:
        ActUnknown: there is none.
    """
    act = CustodyAct.objects.filter(pk=act_id).first()
    if act is None:
        raise ActUnknown
    return act


def _locked(act_id: UUID, *states: ActState) -> CustodyAct:
    act = CustodyAct.objects.select_for_update().filter(pk=act_id).first()
    if act is None:
        raise ActUnknown
    if act.state not in states:
        raise ActStateRefused
    return act


def _require_sealed(act: CustodyAct) -> None:
    if act.document_id is None:
        raise ActNotSealed


def _require_all_due(
    kind: ActKind, wanted: Sequence[str], found: Sequence[Expediente], today: date
) -> None:
    passed = set(due.is_due(kind, today).filter(number__in=wanted).values_list("number", flat=True))
    missing = set(wanted) - {expediente.number for expediente in found}
    for number in (*sorted(missing), *(e.number for e in found if e.number not in passed)):
        raise NotDue(number=number)
    for expediente in found:
        if is_held(expediente):
            raise ExpedienteHeld(number=expediente.number)
        if due.is_in_open_act(expediente):
            raise AlreadyInAct(number=expediente.number)


def _new_act(
    kind: ActKind, who: Who, note: str, sample_percent: int, today: date, now: datetime
) -> CustodyAct:
    rules = version_in_force(today)
    # The row of the numbers is the lock that keeps their series without a gap.
    ArchiveChain.objects.get_or_create(name=_NUMBERS)
    ArchiveChain.objects.select_for_update().get(name=_NUMBERS)
    prefix = f"{_PREFIX[kind]}-{today.year}-"
    taken = CustodyAct.objects.filter(number__startswith=prefix).count()
    return CustodyAct.objects.create(
        number=f"{prefix}{taken + 1:04d}",
        kind=kind,
        note=note.strip()[:500],
        proposer_id=who.id,
        proposer_name=who.name,
        proposed_at=now,
        sample_percent=sample_percent if kind == ActKind.SELECTION else None,
        notice_days=(rules.notice_days if rules else DEFAULT_NOTICE_DAYS) if kind.removes else 0,
        notice_source=rules.notice_source if rules and kind.removes else "",
    )


def _fates(act: CustodyAct, numbers: Sequence[str]) -> dict[str, Fate]:
    if act.kind == ActKind.SELECTION:
        percent = act.sample_percent or DEFAULT_SAMPLE_PERCENT
        kept = sampled(act.number, numbers, percent)
        return {n: Fate.HISTORICAL if n in kept else Fate.ELIMINATE for n in numbers}
    fate = {
        ActKind.PRIMARY: Fate.CENTRAL,
        ActKind.SECONDARY: Fate.HISTORICAL,
        ActKind.ELIMINATION: Fate.ELIMINATE,
    }[ActKind(act.kind)]
    return dict.fromkeys(numbers, fate)


def _line(act: CustodyAct, order: int, expediente: Expediente, fate: Fate) -> CustodyLine:
    holdings = list(expediente.holdings.all())
    originals = [h for h in holdings if h.copy_of_id is None and h.kind not in INDEX_KINDS]
    index = next((h for h in holdings if h.kind == INDEX), None)
    has_medium = "D" in expediente.disposition
    return CustodyLine(
        act=act,
        order=order,
        expediente=expediente,
        fate=fate,
        number=expediente.number,
        title=expediente.title,
        series=expediente.series,
        opened_on=expediente.opened_on,
        closed_on=expediente.closed_on or expediente.opened_on,
        documents=len(originals),
        folios=sum(h.last_page - h.first_page + 1 for h in originals),
        size_bytes=sum(h.size_bytes for h in holdings),
        index_sha256=index.sha256 if index else "",
        note="La TRD pide otro medio técnico (D); el expediente es electrónico."
        if has_medium
        else "",
    )


def _record(act: CustodyAct, kind: str, who: Who, now: datetime, /, **data: Any) -> None:
    ledger.append(chain_of_act(act.number), kind, who, now, data)
    if kind in ("act.proposed", "act.approved", "act.rejected"):
        for number in act.lines.values_list("number", flat=True):
            ledger.append(chain_of_expediente(number), kind, who, now, {"act": act.number})
