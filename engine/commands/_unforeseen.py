"""What workers do unseen must not stop at a failure that nobody foresaw: it becomes an incident."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import DatabaseError

from engine.commands import _incidents
from engine.commands._run import Result, run
from engine.commands._work import Work
from engine.errors import CaseStuck, EngineError
from engine.models.actor import SYSTEM


@contextmanager
def unforeseen_failures(reason: str) -> Iterator[None]:
    """Let every failure of what runs inside be one of the model; the database's own stay what they are.

    Raises:
        CaseStuck: with that reason, for what is no error of the engine's own.
    """
    try:
        yield
    except (EngineError, DatabaseError):
        raise
    except Exception as error:
        raise CaseStuck(reason=reason, detail=repr(error)) from error


def leave_incident(
    attempt: _incidents.Attempt, error: Exception, reason: str, case_id: UUID
) -> None:
    """Open the incident of something that failed outside the frame, such as in writing its rows.

    Args:
        attempt: what was being done.
        error: how it failed; its transaction is undone.
        reason: code of the incident.
        case_id: the case; it stands at its last good point.
    """

    def body(work: Work) -> Result:
        _incidents.open_stuck(work, attempt, CaseStuck(reason=reason, detail=repr(error)))
        return {}

    run(f"{attempt.verb}-failed", SYSTEM, body, case_id=case_id, submit_id=None)
