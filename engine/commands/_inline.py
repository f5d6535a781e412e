"""Service tasks that run inside the command's own transaction, since they only touch the database.

Numbers above all: taken in the transaction that uses them, a series has no gap and no repeat.
The table of all task types, these and the workers', is `engine/jobs/table.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from engine.clock import BOGOTA, SuspensionCause, Term, legal_filed_on
from engine.commands import _expediente, _pause, _term
from engine.commands._series import next_number
from engine.commands.codes import code_for
from engine.errors import CaseStuck
from engine.models import CaseWord
from engine.models.words import case_words

if TYPE_CHECKING:
    from engine import runtime
    from engine.commands._work import Work

Variables = Mapping[str, Any]


def _number_case(work: Work, _job: runtime.OpenedJob) -> Variables:
    """Give the case its radicado and its legal day of filing.

    Source: CPACA art. 54 (filing on a non-business day); inventory E, `sp-radicacion`.
    """
    case = work.case
    if case.radicado is None:
        received = (case.received_at or work.now).astimezone(BOGOTA)
        number = next_number(work.entity.divipola, received.year, "radicado-E")
        case.radicado = f"{received.year}-{work.entity.divipola}-E-{number:06d}"
        case.verification_code = code_for(case.id)
        case.received_at = received
        case.legal_filed_on = legal_filed_on(received, work.calendar)
        words = case_words(
            number=case.radicado, document=case.applicant_document, name=case.applicant_name
        )
        work.batch.insert([CaseWord(case=case, word=word, received_at=received) for word in words])
        work.record(
            "case.numbered",
            radicado=case.radicado,
            received_at=received.isoformat(),
            legal_filed_on=case.legal_filed_on.isoformat(),
        )
    return {
        "radicado": case.radicado,
        "receivedAt": case.received_at,
        "legalFiledOn": case.legal_filed_on,
        "verificationCode": case.verification_code,
    }


def _set_term(work: Work, job: runtime.OpenedJob) -> Variables:
    """Reckon the day until which the office has to answer.

    Source: CPACA art. 14; Ley 4 de 1913, art. 62; inventory B.2.
    """
    case = work.case
    legal = work.version.sheet.term
    text = str(job.headers.get("term") or "") or (legal.text if legal else "")
    term = Term.parse(text)
    start = case.legal_filed_on or work.today
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
    sheet = work.version.sheet.documents.get(kind)
    if sheet is None:
        raise CaseStuck(reason="unknown-document", element=job.element_id, detail=kind)
    earlier = (
        work.case.documents.filter(kind=kind).exclude(number="").values_list("number", flat=True)
    )
    number = earlier.first()
    if number is None:
        taken = next_number(work.entity.divipola, work.today.year, sheet.prefix)
        number = f"{sheet.prefix}-{work.today.year}-{taken:06d}"
        work.record("document.numbered", document=kind, number=number)
    return {"documentNumber": number}


def _suspend(work: Work, job: runtime.OpenedJob) -> Variables:
    """Stop the case's legal clock from tomorrow, for the cause of header `cause`.

    Source: CPACA arts. 17 and 79; inventory B.3.
    """
    cause = SuspensionCause.parse(str(job.headers.get("cause") or ""))
    _pause.suspend(work, cause, str(job.headers.get("reason") or job.name or cause.value))
    return {"suspendedOn": work.today}


def _resume(work: Work, job: runtime.OpenedJob) -> Variables:
    """Let the case's legal clock run again from tomorrow.

    Source: CPACA art. 17; inventory B.3.
    """
    _pause.resume(work, str(job.headers.get("reason") or job.name or ""))
    return {"resumedOn": work.today, "due": work.case.due_on}


TABLE: Mapping[str, Callable[[Work, runtime.OpenedJob], Variables]] = {
    "case.number": _number_case,
    "case.term": _set_term,
    "case.suspend": _suspend,
    "case.resume": _resume,
    "record.open": _open_record,
    "document.number": _number_document,
}
