"""Enter that somebody is away and who stands in by which act (encargo), and end it early.

Officials enter their own; supervisors and who repairs the engine anybody's. Who is away never passes
on the signature, and nobody enters that they stand in themselves: for both it takes a supervisor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet

from engine.clock import legal_day
from engine.commands._authority import ENGINE_ADMIN, is_supervisor, require_reason
from engine.commands._items import colleague
from engine.commands.clock import now
from engine.errors import (
    AbsenceDatesRefused,
    AbsenceForOneself,
    AbsenceNotFound,
    AbsenceOverlaps,
    AbsenceRolesRefused,
    AbsenceSigningRefused,
    NotAllowed,
    PersonSubstitutes,
    SubstituteAway,
    TextMissing,
)
from engine.models import Absence
from engine.models.actor import Actor, ActorKind

# Roles over the installation and over the record are given to a person, not to an office.
NEVER_PASSED = frozenset({ENGINE_ADMIN, "sistemas", "auditor"})


@dataclass(frozen=True, kw_only=True)
class EnterAbsence:
    """Somebody is away, and an act names who stands in.

    Attributes:
        absence_id: of the page's submit; the same one again changes nothing.
        groups: roles that are passed on; empty: all that can be.
        signs: whether the substitute may sign where the person may.
    """

    actor: Actor
    absence_id: UUID
    person_id: int
    substitute_id: int
    starts_on: date
    ends_on: date
    act: str
    act_date: date
    norm: str = ""
    groups: Sequence[str] = ()
    signs: bool = False


@dataclass(frozen=True, kw_only=True)
class EndAbsence:
    """Somebody is back before the day, or the act was withdrawn."""

    actor: Actor
    absence_id: UUID
    reason: str = ""


def enter_absence(command: EnterAbsence) -> None:
    """Keep the absence; on its days the substitute has the person's work.

    Raises:
        NotAllowed: it is somebody else's, and the actor does not supervise.
        PersonNotFound: one of the two is nobody of the entity.
        AbsenceForOneself: the actor would stand in, or a person for themselves.
        TextMissing: the act is missing.
        AbsenceDatesRefused: the days do not fit.
        AbsenceSigningRefused: who is away would pass on the signature.
        AbsenceRolesRefused: a role is not theirs, or cannot be passed on.
        AbsenceOverlaps, SubstituteAway, PersonSubstitutes: other absences stand in the way, so that
            work never goes round in a circle.
    """
    moment = now()
    person = _checked(command, legal_day(moment))
    with transaction.atomic():
        # Both accounts are locked in one order, so that two absences that do not go together wait.
        ids = sorted({command.person_id, command.substitute_id})
        list(get_user_model().objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        if Absence.objects.filter(pk=command.absence_id).exists():
            return
        _require_free(command, person)
        Absence.objects.create(
            id=command.absence_id,
            person_id=command.person_id,
            substitute_id=command.substitute_id,
            starts_on=command.starts_on,
            ends_on=command.ends_on,
            act=command.act.strip(),
            act_date=command.act_date,
            norm=command.norm.strip(),
            groups=sorted(set(command.groups)),
            signs=command.signs,
            entered_by_id=command.actor.user_id or 0,
            entered_at=moment,
        )


def end_absence(command: EndAbsence) -> None:
    """Let the work be the person's again from this moment.

    Raises:
        AbsenceNotFound: there is none that the actor may end; who stands in may not.
        ReasonMissing: a supervisor gives no reason; who is back needs none.
    """
    with transaction.atomic():
        absence = (
            Absence.objects.select_for_update()
            .filter(pk=command.absence_id, revoked_at=None)
            .first()
        )
        if absence is None or not _may_end(command.actor, absence):
            raise AbsenceNotFound
        is_own = absence.person_id == command.actor.user_id
        reason = command.reason.strip() if is_own else require_reason(command.reason)
        absence.revoked_at = now()
        absence.revoked_by_id = command.actor.user_id
        absence.revocation_reason = reason
        absence.save(update_fields=["revoked_at", "revoked_by", "revocation_reason"])


def passable(groups: Sequence[str] | frozenset[str]) -> frozenset[str]:
    """Of somebody's roles, those that can be passed on."""
    return frozenset(groups) - NEVER_PASSED


def _checked(command: EnterAbsence, today: date) -> AbstractBaseUser:
    """Who is away, when everything that others have no say in is right."""
    actor, is_own = command.actor, command.person_id == command.actor.user_id
    if actor.kind is not ActorKind.OFFICIAL or not (is_own or is_supervisor(actor)):
        raise NotAllowed
    person = colleague(command.person_id)
    if colleague(command.substitute_id).pk in (person.pk, actor.user_id):
        raise AbsenceForOneself
    if not command.act.strip():
        raise TextMissing(field="act")
    if not command.act_date <= command.starts_on <= command.ends_on or command.ends_on < today:
        raise AbsenceDatesRefused
    if command.signs and is_own:
        raise AbsenceSigningRefused
    if not passable(_roles(person)) >= set(command.groups):
        raise AbsenceRolesRefused
    return person


def _require_free(command: EnterAbsence, person: AbstractBaseUser) -> None:
    standing = _meeting(command)
    away = standing.filter(person_id=command.person_id).first()
    if away is not None:
        raise AbsenceOverlaps(person=str(person), **_days(away))
    other = standing.filter(person_id=command.substitute_id).select_related("person").first()
    if other is not None:
        raise SubstituteAway(substitute=str(other.person), **_days(other))
    busy = standing.filter(substitute_id=command.person_id).select_related("person").first()
    if busy is not None:
        raise PersonSubstitutes(person=str(person), other=str(busy.person), **_days(busy))


def _meeting(command: EnterAbsence) -> QuerySet[Absence]:
    """Absences that stand on some of the days."""
    return Absence.objects.filter(
        revoked_at=None, starts_on__lte=command.ends_on, ends_on__gte=command.starts_on
    )


def _may_end(actor: Actor, absence: Absence) -> bool:
    if actor.kind is not ActorKind.OFFICIAL or absence.substitute_id == actor.user_id:
        return False
    return absence.person_id == actor.user_id or is_supervisor(actor)


def _roles(person: AbstractBaseUser) -> frozenset[str]:
    found = get_user_model().objects.filter(Q(pk=person.pk)).values_list("groups__name", flat=True)
    return frozenset(name for name in found if name)


def _days(absence: Absence) -> dict[str, date]:
    return {"since": absence.starts_on, "until": absence.ends_on}
