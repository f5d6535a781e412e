"""Celery's entry points for rehearsals of drafts: they carry only ids."""

from uuid import UUID

from celery import shared_task

from engine.rehearsal import drafted


@shared_task(name=drafted.TASK, ignore_result=True)
def run(rehearsal_id: str) -> None:
    """Play one rehearsal."""
    drafted.play(UUID(rehearsal_id))


@shared_task(name="engine.rehearsal.sweep", ignore_result=True)
def sweep() -> None:
    """Go on with rehearsals whose message was lost or whose worker died."""
    drafted.play_waiting()
