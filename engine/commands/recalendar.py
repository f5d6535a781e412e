"""Terms follow the entity's calendar: a day that is closed later moves what has not expired yet.

Source: inventory N (4) and B.2 (4).
"""

import logging
from typing import Any
from uuid import UUID

from engine.commands import _term
from engine.commands._run import run
from engine.commands._work import Work
from engine.errors import EngineError
from engine.models import RUNNING, Case
from engine.models.actor import SYSTEM

_log = logging.getLogger(__name__)


def follow_calendar() -> int:
    """Reckon anew the terms and timers of every case that runs; how many last days moved."""
    moved = 0
    running = Case.objects.filter(status__in=RUNNING).exclude(running_term={})
    for case_id in list(running.values_list("id", flat=True)):
        try:
            answer = run("follow-calendar", SYSTEM, _follow, case_id=case_id, submit_id=None)
        except EngineError:
            _log.warning("the term of case %s does not follow the calendar", case_id, exc_info=True)
            continue
        moved += bool(answer.get("moved"))
    return moved


def follow_calendar_in(case_id: UUID) -> None:
    """The same for one case."""
    run("follow-calendar", SYSTEM, _follow, case_id=case_id, submit_id=None)


def _follow(work: Work) -> dict[str, Any]:
    case = work.case
    before = case.due_on
    if not case.running_term or (before is not None and before < work.today):
        return {}
    _term.refresh(work)
    _term.follow_calendar(work)
    if case.due_on == before:
        return {}
    work.record(
        "term.moved",
        reason="calendar",
        before=before.isoformat() if before else None,
        due=case.due_on.isoformat() if case.due_on else None,
    )
    return {"moved": True}
