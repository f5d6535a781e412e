"""Who may do what beyond their own items.

- *In the office*: officials with a role that has or had something to do in the case.
- *Supervising* (group `supervisor`, or `engine-admin`): reassigns, suspends, resumes, extends, declares
  lapsed, sees to incidents.
- *Moving* (group `analista-procesos`, or `engine-admin`): lets running cases go on in another published version;
  two people answered for that one, and nothing of a case changes but where its tokens stand.
- *Repairing* (group `engine-admin`): changes a case's flow or data by hand.

The system itself may do all of it. What somebody may not do and what does not exist are told alike
where the case itself may be a secret.
"""

from engine.errors import CaseNotFound, NotAllowed, ReasonMissing
from engine.models import Case
from engine.models.actor import Actor, ActorKind

SUPERVISOR = "supervisor"
ENGINE_ADMIN = "engine-admin"
ANALYST = "analista-procesos"


def is_supervisor(actor: Actor) -> bool:
    """Whether the actor supervises, or repairs."""
    return actor.kind is ActorKind.SYSTEM or (
        actor.kind is ActorKind.OFFICIAL and not actor.groups.isdisjoint({SUPERVISOR, ENGINE_ADMIN})
    )


def require_supervisor(actor: Actor) -> None:
    """Refuse who does not supervise.

    Raises:
        NotAllowed: the actor has neither role.
    """
    if not is_supervisor(actor):
        raise NotAllowed(needs=SUPERVISOR)


def require_repairer(actor: Actor) -> None:
    """Refuse who may not repair cases.

    Raises:
        NotAllowed: the actor has not the role.
    """
    if actor.kind is ActorKind.SYSTEM:
        return
    if actor.kind is not ActorKind.OFFICIAL or ENGINE_ADMIN not in actor.groups:
        raise NotAllowed(needs=ENGINE_ADMIN)


def may_move(actor: Actor) -> bool:
    """Whether the actor may let running cases go on in another version."""
    return actor.kind is ActorKind.SYSTEM or (
        actor.kind is ActorKind.OFFICIAL and not actor.groups.isdisjoint({ANALYST, ENGINE_ADMIN})
    )


def require_mover(actor: Actor) -> None:
    """Refuse who may not move cases to another version.

    Raises:
        NotAllowed: the actor has neither role.
    """
    if not may_move(actor):
        raise NotAllowed(needs=ANALYST)


def require_office(actor: Actor, case: Case) -> None:
    """Refuse who has nothing to do with the case.

    Raises:
        CaseNotFound: missing and forbidden are alike.
    """
    if not works_at(actor, case):
        raise CaseNotFound


def works_at(actor: Actor, case: Case) -> bool:
    """Whether the case is the actor's to work at: by a role that has or had something to do, or as who supervises.

    A reserved case is nobody's who only supervises.
    """
    if is_supervisor(actor) and not case.is_reserved:
        return True
    return actor.kind is ActorKind.OFFICIAL and not actor.groups.isdisjoint(case.roles)


def reads_as_office(actor: Actor, case: Case) -> bool:
    """Whether the actor works on the case, whatever their office; never whose case it is.

    Who holds one of its items or was asked for an opinion works on it, besides its roles.
    """
    if actor.kind is not ActorKind.OFFICIAL or actor.follows(case.owner_id, case.id):
        return False
    return (
        works_at(actor, case)
        or case.items.filter(assignee_id=actor.user_id).exists()
        or case.consultations.filter(colleague_id=actor.user_id, withdrawn_at=None).exists()
    )


def require_reason(reason: str) -> str:
    """The reason without blanks around it.

    Raises:
        ReasonMissing: nothing was given.
    """
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
