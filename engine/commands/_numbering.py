"""The radicado: a gapless number for each entity and year, the legal day of filing, and a code.

The number is taken when the case begins, in the transaction that begins it, so that whatever the model
waits for from its first moment on can be correlated by it; the model's own task says that it is filed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.clock import BOGOTA, legal_filed_on
from engine.commands._series import next_number
from engine.commands.codes import code_for
from engine.models import CaseWord
from engine.models.words import case_words

if TYPE_CHECKING:
    from engine import runtime
    from engine.commands._work import Work


def number(work: Work) -> dict[str, Any]:
    """Give the case its number, once; what the model sees of it.

    Source: CPACA art. 54 (filing on a non-business day); inventory E, `sp-radicacion`: `E` for what comes
    in and `I` for what the house begins itself.
    """
    case = work.case
    if case.radicado is None:
        received = (case.received_at or work.now).astimezone(BOGOTA)
        kind = "I" if work.version.sheet.is_internal else "E"
        taken = next_number(work.entity.divipola, received.year, f"radicado-{kind}")
        case.radicado = f"{received.year}-{work.entity.divipola}-{kind}-{taken:06d}"
        case.verification_code = code_for(case.id)
        case.received_at = received
        case.legal_filed_on = legal_filed_on(received, work.calendar)
    return {
        "radicado": case.radicado,
        "receivedAt": case.received_at,
        "legalFiledOn": case.legal_filed_on,
        "verificationCode": case.verification_code,
    }


def number_case(work: Work, _job: runtime.OpenedJob) -> dict[str, Any]:
    """Give the case its radicado and its legal day of filing.

    Source: CPACA art. 54 (filing on a non-business day); inventory E, `sp-radicacion`.
    """
    given = number(work)
    case = work.case
    if not work.is_numbered and not CaseWord.objects.filter(case=case).exists():
        words = case_words(
            number=given["radicado"],
            document=case.applicant_document,
            name=case.applicant_name,
            answers=case.answers,
        )
        rows = [CaseWord(case=case, word=word, received_at=given["receivedAt"]) for word in words]
        work.batch.insert(rows)
        work.record(
            "case.numbered",
            radicado=given["radicado"],
            received_at=given["receivedAt"].isoformat(),
            legal_filed_on=given["legalFiledOn"].isoformat(),
        )
    work.is_numbered = True
    return given
