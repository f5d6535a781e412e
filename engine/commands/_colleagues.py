"""Lets a colleague know, by the job of a worker, of what somebody put before them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from engine.commands._jobs import add_job

if TYPE_CHECKING:
    from engine.commands._work import Work
    from engine.models import WorkItem

TELL_COLLEAGUE = "colleague.tell"
ASKED, ANSWERED, GIVEN = "asked", "answered", "given"


def tell_colleague(
    work: Work, item: WorkItem, to_user_id: int | None, about: str, consultation: str = ""
) -> None:
    """Queue a notice to somebody of the entity; nobody is told of what they did themselves.

    Args:
        work: on the item's case.
        item: that it is about.
        to_user_id: whom to tell; None: nobody.
        about: `asked`, `answered` or `given`.
        consultation: id of the question, where there is one.
    """
    if to_user_id is None or to_user_id == work.actor.user_id:
        return
    job_id = uuid4()
    add_job(
        work,
        task_type=TELL_COLLEAGUE,
        name="Avisar a un colega",
        token=f"colleague:{job_id}",
        retries=5,
        variables={
            "to": to_user_id,
            "about": about,
            "by": work.actor.name,
            "item": str(item.id),
            "itemName": item.name,
            "consultation": consultation,
        },
        job_id=job_id,
    )
