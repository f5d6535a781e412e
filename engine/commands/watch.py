"""Follow a case that is in other hands, and stop following it («informarse», in an office's words)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.commands._authority import require_office
from engine.commands._run import run
from engine.commands._work import Work
from engine.models import Case, CaseWatch
from engine.models.actor import Actor, ActorKind


@dataclass(frozen=True, kw_only=True)
class FollowCase:
    """Have a case among those that the actor keeps an eye on."""

    actor: Actor
    case_id: UUID
    submit_id: UUID


@dataclass(frozen=True, kw_only=True)
class UnfollowCase:
    """Take it out of them."""

    actor: Actor
    case_id: UUID
    submit_id: UUID


def follow_case(command: FollowCase) -> None:
    """Put the case among those that the actor follows.

    Raises:
        CaseNotFound: the actor is no official who may read it.
    """
    run(
        "follow",
        command.actor,
        lambda work: _follow(work, command.actor),
        case_id=command.case_id,
        submit_id=command.submit_id,
    )


def unfollow_case(command: UnfollowCase) -> None:
    """Follow the case no more; nothing happens where the actor did not.

    Raises:
        CaseNotFound: there is no such case.
    """
    run(
        "unfollow",
        command.actor,
        lambda work: _unfollow(work, command.actor),
        case_id=command.case_id,
        submit_id=command.submit_id,
    )


def _follow(work: Work, actor: Actor) -> dict[str, Any]:
    _require_reader(actor, work.case)
    _, is_new = CaseWatch.objects.get_or_create(
        case=work.case, person_id=actor.user_id, defaults={"since": work.now}
    )
    if is_new:
        work.record("case.followed", by=actor.user_id)
    return {}


def _unfollow(work: Work, actor: Actor) -> dict[str, Any]:
    gone, _ = CaseWatch.objects.filter(case=work.case, person_id=actor.user_id).delete()
    if gone:
        work.record("case.unfollowed", by=actor.user_id)
    return {}


def _require_reader(actor: Actor, case: Case) -> None:
    """Officials follow what `queries.access.visible_cases` shows them."""
    if actor.kind is ActorKind.OFFICIAL and actor.user_id is not None:
        is_theirs = actor.user_id in (case.owner_id, case.filed_by_id)
        if actor.is_auditor or is_theirs or case.items.filter(assignee=actor.user_id).exists():
            return
    require_office(actor, case)
