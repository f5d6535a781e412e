"""Moves chosen cases to another version, each in a transaction of its own; what broke off goes on later."""

from datetime import timedelta
from uuid import UUID

from engine.clock import ClockError
from engine.commands import clock
from engine.commands.migrate import MigrateCase, migrate_case
from engine.errors import EngineError
from engine.models import CaseMove, MoveOutcome, Moving
from engine.models.actor import Actor, ActorKind

# A case takes far less than a second; a worker that says nothing for so long is gone.
_SILENCE = timedelta(minutes=2)


def carry_out(moving_id: UUID) -> None:
    """Move what still waits; a case that cannot be moved says why and stays."""
    moving = Moving.objects.filter(pk=moving_id, finished_at=None).first()
    if moving is None:
        return
    for move in moving.moves.filter(outcome=MoveOutcome.WAITING).select_related("case"):
        _move(moving, move)
        Moving.objects.filter(pk=moving.pk).update(heard_at=clock.now())
    Moving.objects.filter(pk=moving.pk).update(finished_at=clock.now())


def carry_out_waiting() -> None:
    """Go on with movings whose message was lost or whose worker died."""
    silent = Moving.objects.filter(finished_at=None, heard_at__lt=clock.now() - _SILENCE)
    for moving_id in silent.values_list("pk", flat=True):
        carry_out(moving_id)


def _move(moving: Moving, move: CaseMove) -> None:
    actor = Actor(
        kind=ActorKind.OFFICIAL,
        user_id=moving.user_id,
        name=moving.name,
        groups=frozenset(moving.groups),
    )
    command = MigrateCase(
        actor=actor,
        case_id=move.case_id,
        digest=moving.digest,
        reason=moving.reason,
        submit_id=move.pk,
        mapping={tuple(old): tuple(new) for old, new in moving.mapping},
    )
    try:
        migrate_case(command)
    except (EngineError, ClockError) as error:
        move.outcome, move.problem = MoveOutcome.STAYED, error.code
    else:
        move.outcome = MoveOutcome.MOVED
    move.save(update_fields=["outcome", "problem"])
