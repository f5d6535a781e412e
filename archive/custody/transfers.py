"""Carrying out an act line by line: each in its own transaction, so that it can be broken off and go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from archive.custody import disposal
from archive.custody.holds import is_held
from archive.models import ActState, CustodyAct, CustodyLine, Expediente, Fate, RecordStage
from archive.records import ledger
from archive.records.ledger import SYSTEM, chain_of_act, chain_of_expediente
from archive.stores import Store


@dataclass(frozen=True)
class Progress:
    """How far an act is."""

    total: int
    done: int
    refused: int

    @property
    def left(self) -> int:
        """Lines that are still to be carried out."""
        return self.total - self.done - self.refused

    @property
    def percent(self) -> int:
        """Of the lines, how many were seen to."""
        return 100 if not self.total else round(100 * (self.done + self.refused) / self.total)


def progress(act: CustodyAct) -> Progress:
    """How far the act is."""
    lines = act.lines.all()
    return Progress(
        total=lines.count(),
        done=lines.exclude(done_at=None).count(),
        refused=lines.exclude(problem="").count(),
    )


def carry_out(act_id: UUID, stores: Sequence[Store], *, today: date, now: datetime) -> Progress:
    """Carry out what is left of an act that was started; a second call goes on where the first was.

    Args:
        act_id: the act.
        stores: the archive's store, and its replica where there is one.
        today: day, in Bogotá.
        now: moment, aware.

    Raises:
        StoreUnavailable: a store did not answer; what was done stays done.
    """
    act = CustodyAct.objects.get(pk=act_id)
    if act.state != ActState.EXECUTING:
        return progress(act)
    waiting = act.lines.filter(done_at=None, problem="").order_by("order")
    for line_id in list(waiting.values_list("pk", flat=True)):
        _carry_out_line(line_id, stores, today, now)
    _finish(act_id, now)
    return progress(act)


@transaction.atomic
def _carry_out_line(line_id: int, stores: Sequence[Store], today: date, now: datetime) -> None:
    line = CustodyLine.objects.select_for_update().select_related("act").get(pk=line_id)
    if line.done_at is not None or line.problem:
        return
    expediente = Expediente.objects.select_for_update().get(pk=line.expediente_id)
    line.problem = _refusal(line, expediente, stores, today)
    if not line.problem:
        _move(line, expediente, stores, today)
        line.done_at = now
    line.save()
    kind = "expediente.left" if line.problem else f"expediente.{_KINDS[Fate(line.fate)]}"
    told = {"act": line.act.number, "problem": line.problem}
    ledger.append(chain_of_expediente(expediente.number), kind, SYSTEM, now, told)


_KINDS = {
    Fate.CENTRAL: "transferred-to-central",
    Fate.HISTORICAL: "transferred-to-historical",
    Fate.ELIMINATE: "eliminated",
}


def _refusal(
    line: CustodyLine, expediente: Expediente, stores: Sequence[Store], today: date
) -> str:
    """Why this line is left undone, as a code: what changed since it was approved."""
    if is_held(expediente):
        return "expediente-held"
    fate = Fate(line.fate)
    wanted = RecordStage.MANAGEMENT if fate == Fate.CENTRAL else RecordStage.CENTRAL
    if expediente.stage != wanted:
        return "not-due"
    until = expediente.management_until if fate == Fate.CENTRAL else expediente.central_until
    if until is None or until >= today:
        return "not-due"
    return disposal.refusal(expediente, stores, today) if fate == Fate.ELIMINATE else ""


def _move(line: CustodyLine, expediente: Expediente, stores: Sequence[Store], today: date) -> None:
    fate = Fate(line.fate)
    if fate == Fate.CENTRAL:
        expediente.transfer_to_central()
    elif fate == Fate.HISTORICAL:
        expediente.transfer_to_historical()
    else:
        disposal.remove(expediente, stores, today)
        expediente.eliminate()
    expediente.save()


@transaction.atomic
def _finish(act_id: UUID, now: datetime) -> None:
    act = CustodyAct.objects.select_for_update().get(pk=act_id)
    seen = progress(act)
    if act.state != ActState.EXECUTING or seen.left:
        return
    act.finish()
    act.executed_at = now
    act.save()
    told = {"done": seen.done, "refused": seen.refused}
    ledger.append(chain_of_act(act.number), "act.executed", SYSTEM, now, told)
