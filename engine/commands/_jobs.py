"""Jobs that no token of the flow waits for: they stand beside it in the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from engine.models import Job

if TYPE_CHECKING:
    from engine.commands._work import Work


def add_job(  # noqa: PLR0913 — a row of the outbox has that many words
    work: Work,
    *,
    task_type: str,
    name: str,
    token: str,
    retries: int,
    variables: Mapping[str, Any] | None = None,
    job_id: UUID | None = None,
) -> None:
    """Queue a job for the locked case; workers are told of it after the commit.

    Args:
        work: on the case.
        task_type: whose handler does it.
        name: as people read it.
        token: what it is called among the case's jobs, for no token of the flow.
        retries: how often it is tried.
        variables: what the handler gets.
        job_id: where the caller has given it one.
    """
    job = Job(
        id=job_id or uuid4(),
        case=work.case,
        token=token,
        process_id="",
        element_id="",
        name=name,
        type=task_type,
        variables=dict(variables or {}),
        retries_left=retries,
        created_at=work.now,
        run_after=work.now,
    )
    work.rows.add_job(job)
