"""The frame of every command: one transaction, one row lock, one answer to a repeated submit.

A command's own file says only what its verb does; here it is locked, deduplicated, saved and recorded,
and workers are woken after the commit.
"""

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import IntegrityError, transaction

from engine.commands._work import Work
from engine.commands.clock import now
from engine.errors import CaseNotFound
from engine.models import Case, Submission
from engine.models.actor import Actor

Result = dict[str, Any]
_log = logging.getLogger(__name__)


def run(
    verb: str,
    actor: Actor,
    body: Callable[[Work], Result],
    *,
    case_id: UUID | None,
    submit_id: UUID,
) -> Result:
    """Run a command's body on its locked case.

    Args:
        verb: the command's name, kept with its answer.
        actor: who gives the command.
        body: what the verb does; returns a JSON-safe answer.
        case_id: the case to lock; None when the body makes it.
        submit_id: a repeated one gets the first answer and changes nothing.

    Raises:
        CaseNotFound: there is no such case.
    """
    try:
        return _once(verb, actor, body, case_id, submit_id)
    except IntegrityError:
        # Two equal submits at once: the loser waited for the winner's commit and reads its answer.
        earlier = Submission.objects.filter(submit_id=submit_id).first()
        if earlier is None:
            raise
        return dict(earlier.result)


def _once(
    verb: str,
    actor: Actor,
    body: Callable[[Work], Result],
    case_id: UUID | None,
    submit_id: UUID,
) -> Result:
    with transaction.atomic():
        earlier = Submission.objects.filter(submit_id=submit_id).first()
        if earlier is not None:
            return dict(earlier.result)
        moment = now()
        submission = Submission.objects.create(submit_id=submit_id, command=verb, at=moment)
        work = Work(_locked(case_id), actor, moment)
        result = body(work)
        work.save()
        submission.result = result
        submission.save(update_fields=["result"])
        jobs = list(work.jobs_to_wake)
        transaction.on_commit(lambda: wake(jobs))
    return result


def _locked(case_id: UUID | None) -> Case | None:
    if case_id is None:
        return None
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    return case


def wake(job_ids: list[UUID]) -> None:
    """Tell the workers, by the task's name, that jobs wait; a lost message is found by the sweep."""
    for job_id in job_ids:
        try:
            current_app.send_task("engine.jobs.run", args=[str(job_id)])
        except Exception:  # noqa: BLE001 — the outbox holds the job, so a dead broker loses nothing
            _log.warning("broker unreachable; the sweep will find job %s", job_id, exc_info=True)
