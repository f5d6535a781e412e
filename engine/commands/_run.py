"""The frame of every command: one transaction, one row lock, one answer to a repeated submit.

A command's own file says only what its verb does; here it is locked, deduplicated, saved and recorded,
tried again when the database asks for it, and workers are woken after the commit. When the model fails,
the case stays at its last good point and an incident is left in a second transaction.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from engine.clock.errors import ClockError
from engine.commands import _incidents
from engine.commands._work import Work
from engine.commands.clock import now
from engine.errors import CaseNotFound, CaseStuck, EngineError, ItemNotFound
from engine.models import Case, Submission, WorkItem
from engine.models.actor import Actor
from engine.models.locking import lock_case, lock_item

Result = dict[str, Any]
Body = Callable[[Work], Result]
_log = logging.getLogger(__name__)
_PAUSES_SECONDS = (0.05, 0.2, 0.5, 1.0)
# SQLite itself waits for its lock; somebody at a page does not wait for several such waits.
_PATIENCE_SECONDS = 15
# serialization_failure, deadlock_detected, lock_not_available (PostgreSQL, appendix A).
_PASSING_STATES = frozenset({"40001", "40P01", "55P03"})
_RUN_JOB = "engine.jobs.run"


@dataclass(frozen=True, kw_only=True)
class _Call:
    """One command on its way through the frame."""

    verb: str
    actor: Actor
    body: Body
    case_id: UUID | None
    item_id: UUID | None
    submit_id: UUID | None


def run(
    verb: str,
    actor: Actor,
    body: Body,
    *,
    case_id: UUID | None = None,
    item_id: UUID | None = None,
    submit_id: UUID | None,
) -> Result:
    """Run a command's body on its locked case.

    Args:
        verb: the command's name, kept with its answer.
        actor: who gives the command.
        body: what the verb does; returns a JSON-safe answer.
        case_id: the case to lock; None when an item names it or the body makes it.
        item_id: the item to lock with its case.
        submit_id: a repeated one gets the first answer and changes nothing; None for what workers do
            and is repeatable by itself.

    Raises:
        CaseNotFound: there is no such case.
        ItemNotFound: there is no such item.
    """
    call = _Call(
        verb=verb, actor=actor, body=body, case_id=case_id, item_id=item_id, submit_id=submit_id
    )
    # Inside somebody else's transaction nothing can be tried again: all of it is lost.
    pauses = () if connection.in_atomic_block else _PAUSES_SECONDS
    begun = time.monotonic()
    for pause in pauses:
        try:
            return _answer(call)
        except OperationalError as error:
            if not is_passing(error) or time.monotonic() - begun > _PATIENCE_SECONDS:
                raise
            _log.info("%s is tried again in %s s: %s", verb, pause, error)
        time.sleep(pause)
    return _answer(call)


def is_passing(error: DatabaseError) -> bool:
    """Whether the database refused because of what others did at that moment."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state in _PASSING_STATES or "is locked" in str(error)


def send(tasks: Iterable[tuple[str, tuple[str, ...]]]) -> None:
    """Tell the workers of tasks by their names; a lost message is found by the sweep."""
    for name, arguments in tasks:
        try:
            current_app.send_task(name, args=list(arguments))
        except Exception:  # noqa: BLE001 — the tables hold the work, so a dead broker loses nothing
            _log.warning(
                "broker unreachable; the sweep will find %s %s", name, arguments, exc_info=True
            )


def wake(job_ids: Iterable[UUID]) -> None:
    """Tell the workers that jobs wait."""
    send((_RUN_JOB, (str(job_id),)) for job_id in job_ids)


def _answer(call: _Call) -> Result:
    work = Work(call.actor)
    try:
        return _once(call, work)
    except (IntegrityError, EngineError, ClockError) as error:
        # A repeated submit fails on what the first one did: at the latest where its id is kept.
        earlier = _first_answer(call)
        if earlier is not None:
            return earlier
        if isinstance(error, CaseStuck):
            _leave_incident(work, error)
        raise


def _once(call: _Call, work: Work) -> Result:
    with transaction.atomic():
        case, item = _locked(call)
        work.begin(case, item, now())
        result = call.body(work)
        if work.attempt is not None and work.case.open_incidents:
            _incidents.resolve_attempted(work, work.attempt)
        transaction.on_commit(lambda: send(list(work.tasks)))
        work.save(answer=_submission(call, work, result))
    return result


def _submission(call: _Call, work: Work, result: Result) -> Submission | None:
    if call.submit_id is None:
        return None
    return Submission(submit_id=call.submit_id, command=call.verb, result=result, at=work.now)


def _first_answer(call: _Call) -> Result | None:
    if call.submit_id is None:
        return None
    earlier = Submission.objects.filter(submit_id=call.submit_id, command=call.verb).first()
    return None if earlier is None else dict(earlier.result)


def _leave_incident(failed: Work, error: CaseStuck) -> None:
    """Open an incident at the failing element; the case itself is as it was before the command."""
    attempt = failed.attempt
    if attempt is None:
        return
    work = Work(failed.actor)
    with transaction.atomic():
        work.begin(locked_case(failed.case.id), None, failed.now)
        incident = _incidents.open_stuck(work, attempt, error)
        work.save()
    error.data |= {"incident": str(incident.id), "kept": attempt.keep is not None}


def _locked(call: _Call) -> tuple[Case | None, WorkItem | None]:
    if call.item_id is not None:
        item = lock_item(call.item_id)
        if item is None:
            raise ItemNotFound
        return item.case, item
    return (None if call.case_id is None else locked_case(call.case_id)), None


def locked_case(case_id: UUID) -> Case:
    """The case, locked until the transaction is over.

    Raises:
        CaseNotFound: there is no such case.
    """
    case = lock_case(case_id)
    if case is None:
        raise CaseNotFound
    return case
