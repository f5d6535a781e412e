"""Service tasks that run inside the command's own transaction, since they only touch the database.

Numbers above all: taken in the transaction that uses them, a series has no gap and no repeat.
The table of all task types, these and the workers', is `engine/jobs/table.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from bpmn.versions import bundle
from engine.clock import BOGOTA, ClockError, SuspensionCause, Term, due
from engine.commands import _expediente, _links, _numbering, _orders, _pause, _registries, _term
from engine.commands._series import next_number
from engine.errors import CaseOver, CaseStuck, TermNotRunning
from engine.models import DocumentStatus

if TYPE_CHECKING:
    from engine import runtime
    from engine.commands._work import Work

Variables = Mapping[str, Any]
EXTENSION_REFUSED = "err.prorroga-improcedente"
SUSPENSION_REFUSED = "err.suspension-improcedente"
RESUMPTION_REFUSED = "err.reanudacion-improcedente"


class InlineError(Exception):
    """A BPMN error of a task that runs inside the command; thrown at its element.

    Attributes:
        code: the error's code.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def _set_term(work: Work, job: runtime.OpenedJob) -> Variables:
    """Reckon the day until which the office has to answer.

    Source: CPACA art. 14; Ley 4 de 1913, art. 62; inventory B.2.
    """
    return _let_run(work, job, work.case.legal_filed_on or work.today)


def _restart_term(work: Work, job: runtime.OpenedJob) -> Variables:
    """Count the term anew from today, as when a request is completed or corrected after its filing.

    Source: ET 857 and 858; Decreto 1077 de 2015, art. 2.2.6.1.2.1.2; CPACA art. 21.
    """
    return _let_run(work, job, work.today)


def _let_run(work: Work, job: runtime.OpenedJob, start: date) -> Variables:
    legal = work.version.sheet.term
    given = job.headers.get("term") or job.variables.get("termText")
    text = str(given or "") or (legal.text if legal else "")
    term = Term.parse(text)
    running = _term.start(work, term, start)
    last_day = running.due(work.calendar) or start
    work.record("term.set", term=text, start=start.isoformat(), due=last_day.isoformat())
    return {
        "term": {
            "amount": term.amount,
            "unit": term.unit.value,
            "text": term.text,
            "start": start,
            "due": last_day,
        }
    }


def _open_record(work: Work, _job: runtime.OpenedJob) -> Variables:
    """Open the case's expediente under its retention series.

    Source: Ley 594/2000; Decreto 1080/2015, art. 2.8.2.7.
    """
    case = work.case
    if not case.expediente:
        series = work.version.sheet.series
        number = next_number(work.entity.divipola, work.today.year, f"expediente-{series}")
        case.expediente = f"{series}-{work.today.year}-{number:06d}"
        _expediente.open_with_case(work, series)
        work.record("record.opened", expediente=case.expediente, series=series)
    return {"expediente": case.expediente}


def _number_document(work: Work, job: runtime.OpenedJob) -> Variables:
    """Give a document its number in its own series; a redrafted one keeps it."""
    kind = str(job.headers.get("document") or job.variables.get("documentKind") or "")
    sheet = bundle(work.version).document(kind, job.process_id)
    if sheet is None:
        raise CaseStuck(reason="unknown-document", element=job.element_id, detail=kind)
    if not sheet.prefix:
        return {"documentNumber": ""}
    # One that is out keeps its number for itself: a second act of the kind is another act.
    drafts = work.case.documents.filter(kind=kind, status=DocumentStatus.RENDERED)
    number = drafts.exclude(number="").values_list("number", flat=True).first()
    if number is None:
        taken = next_number(work.entity.divipola, work.today.year, sheet.prefix)
        number = f"{sheet.prefix}-{work.today.year}-{taken:06d}"
        work.record("document.numbered", document=kind, number=number)
    return {"documentNumber": number}


def _suspend(work: Work, job: runtime.OpenedJob) -> Variables:
    """Stop the case's legal clock from tomorrow, for the cause of header `cause`.

    Raises:
        InlineError: `err.suspension-improcedente`: there is no term that runs, or it is over.

    Source: CPACA arts. 17 and 79; inventory B.3.
    """
    cause = SuspensionCause.parse(str(job.headers.get("cause") or ""))
    reason = str(job.headers.get("reason") or job.name or cause.value)
    try:
        _pause.suspend(work, cause, reason)
    except (ClockError, CaseOver, TermNotRunning) as refused:
        raise InlineError(SUSPENSION_REFUSED, refused.code) from refused
    return {"suspendedOn": work.today}


def _resume(work: Work, job: runtime.OpenedJob) -> Variables:
    """Let the case's legal clock run again from tomorrow.

    Raises:
        InlineError: `err.reanudacion-improcedente`: it runs.

    Source: CPACA art. 17; inventory B.3.
    """
    try:
        _pause.resume(work, str(job.headers.get("reason") or job.name or ""))
    except (ClockError, TermNotRunning) as refused:
        raise InlineError(RESUMPTION_REFUSED, refused.code) from refused
    return {"resumedOn": work.today, "due": work.case.due_on}


def _extend(work: Work, job: runtime.OpenedJob) -> Variables:
    """Lengthen the case's term by variable `by`, with the motives of variable `extensionReason`.

    Raises:
        InlineError: `err.prorroga-improcedente`: it comes too late, or is too long.

    Source: CPACA art. 14, par.
    """
    reason = str(job.variables.get("extensionReason") or "")
    by = Term.parse(str(job.headers.get("by") or job.variables.get("by") or ""))
    try:
        running = _term.extend(work, by, reason)
    except ClockError as refused:
        raise InlineError(EXTENSION_REFUSED, refused.code) from refused
    return {"due": running.due(work.calendar)}


def _reckon(work: Work, job: runtime.OpenedJob) -> Variables:
    """Last day of a legal term that the case's own does not know: `countText` from the day `countFrom`.

    Source: inventory B.2.
    """
    given = job.variables.get("countFrom")
    moment = given.astimezone(BOGOTA) if isinstance(given, datetime) and given.tzinfo else given
    start = moment.date() if isinstance(moment, datetime) else moment
    term = Term.parse(str(job.headers.get("term") or job.variables.get("countText") or ""))
    return {"until": due(start if isinstance(start, date) else work.today, term, work.calendar)}


def _tag(work: Work, job: runtime.OpenedJob) -> Variables:
    """Note words by which reports count the case: variable `tags`, a context without personal data.

    The variable `reserved` keeps the case from who only supervises; nothing takes that back.

    Source: Ley 1474 de 2011, art. 76; Ley 1712 de 2014, art. 18; inventory N (9) and S01.
    """
    given = job.variables.get("tags")
    tags = {
        str(key)[:40]: str(value)[:80]
        for key, value in (given.items() if isinstance(given, Mapping) else ())
        if value is not None
    }
    work.case.tags = {**work.case.tags, **tags}
    work.case.is_reserved = work.case.is_reserved or job.variables.get("reserved") is True
    work.record("case.tagged", tags=tags, reserved=work.case.is_reserved)
    return {}


TABLE: Mapping[str, Callable[[Work, runtime.OpenedJob], Variables]] = {
    "case.number": _numbering.number_case,
    "case.term": _set_term,
    "case.suspend": _suspend,
    "case.resume": _resume,
    "case.extend": _extend,
    "case.restart-term": _restart_term,
    "term.reckon": _reckon,
    "case.tag": _tag,
    "case.tell-related": _links.tell_related,
    "payment.order": _orders.ask_payment,
    "payment.cancel": _orders.withdraw_order,
    "record.open": _open_record,
    "document.number": _number_document,
    "registry.put": _registries.put,
    "registry.number": _registries.number,
}
