"""Choose running cases that shall go on in another version; workers move them one by one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from engine.commands import _run, clock
from engine.commands._authority import require_mover, require_reason
from engine.commands._work import version_of
from engine.errors import CaseNotFound, MigrationImpossible
from engine.models import Case, CaseMove, Moving
from engine.models.actor import Actor

CARRY_OUT = "engine.moving.carry_out"
Place = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class BeginMoving:
    """Move these cases.

    Attributes:
        digest: of the version to go to.
        mapping: as in `MigrateCase`.
        submit_id: a repeated submit gets the first moving.
    """

    actor: Actor
    slug: str
    digest: str
    case_ids: Collection[UUID]
    reason: str
    submit_id: UUID
    mapping: Mapping[Place, Place] = field(default_factory=dict)


def begin_moving(command: BeginMoving) -> UUID:
    """Keep the choice and wake a worker; the id of the moving.

    Raises:
        NotAllowed: the actor may not move cases.
        ReasonMissing: no reason was given.
        CaseNotFound: no case was chosen, or one of them is of another procedure.
        MigrationImpossible: the version is of another procedure.
    """
    require_mover(command.actor)
    reason = require_reason(command.reason)
    if version_of(command.digest).slug != command.slug:
        raise MigrationImpossible(landings=[])
    with transaction.atomic():
        moving, is_new = Moving.objects.get_or_create(
            pk=command.submit_id, defaults=_told(command, reason)
        )
        if is_new:
            _choose(moving, command)
            transaction.on_commit(lambda: announce(moving.pk))
    return moving.pk


def announce(moving_id: UUID) -> None:
    """Tell the workers; a lost message is found by the sweep."""
    _run.send([(CARRY_OUT, (str(moving_id),))])


def _told(command: BeginMoving, reason: str) -> dict[str, object]:
    now = clock.now()
    return {
        "slug": command.slug,
        "digest": command.digest,
        "mapping": [[list(old), list(new)] for old, new in command.mapping.items()],
        "reason": reason[:500],
        "user_id": command.actor.user_id or 0,
        "name": command.actor.name,
        "groups": sorted(command.actor.groups),
        "made_at": now,
        "heard_at": now,
    }


def _choose(moving: Moving, command: BeginMoving) -> None:
    chosen = set(command.case_ids)
    known = Case.objects.filter(pk__in=chosen, slug=command.slug).values_list("pk", flat=True)
    if not chosen or len(known) != len(chosen):
        raise CaseNotFound
    CaseMove.objects.bulk_create(CaseMove(moving=moving, case_id=one) for one in known)
