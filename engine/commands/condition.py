"""Let conditional events look again, since conditions may ask the clock and time moves nobody."""

from typing import Any
from uuid import UUID

from bpmn import versions
from engine import runtime
from engine.commands._incidents import Attempt
from engine.commands._run import run
from engine.commands._work import Work
from engine.commands.clock import now
from engine.models import Case
from engine.models.actor import SYSTEM

CHECK = "check-conditions"


def check_conditions(case_id: UUID) -> bool:
    """Move the case on if a condition has come true by the time alone; whether it was.

    Most often nothing has changed. That is found out without a lock, and leaves no trace.

    Raises:
        CaseStuck: the model failed; an incident tells it.
    """
    if not _would_move(case_id):
        return False
    answer = run(CHECK, SYSTEM, _check, case_id=case_id, submit_id=None)
    return bool(answer)


def _would_move(case_id: UUID) -> bool:
    case = Case.objects.filter(pk=case_id, has_conditions=True).first()
    if case is None:
        return False
    try:
        step = runtime.advance(
            versions.compiled(versions.by_digest(case.version_digest)),
            bytes(case.frozen or b""),
            runtime.ConditionsChecked(),
            now=now(),
        )
    except runtime.ExecutionError:
        return True
    return bool(step.passed)


def _check(work: Work) -> dict[str, Any]:
    if not work.case.has_conditions:
        return {}
    work.attempt = Attempt(
        verb=CHECK, subject=("conditions", str(work.case.id)), place=(work.case.slug, "")
    )
    work.advance(runtime.ConditionsChecked())
    return {"checked": True}
