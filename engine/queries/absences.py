"""Who is away today and who stands in, reckoned from the dates at the moment of asking."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet

from engine.commands import NEVER_PASSED, is_supervisor
from engine.models import Absence
from engine.models.actor import Actor, ActorKind, Encargo
from signatures import keys
from signatures.errors import NotAuthorisedToSign

LIST = 200


@dataclass(frozen=True, kw_only=True)
class AbsenceView:
    """An absence as its page shows it.

    Attributes:
        stage: `coming`, `standing`, `over` or `ended`.
    """

    id: UUID
    person: str
    substitute: str
    starts_on: date
    ends_on: date
    act: str
    act_date: date
    norm: str
    groups: tuple[str, ...]
    signs: bool
    entered_by: str
    ended_at: datetime | None
    ended_by: str
    reason: str
    stage: str
    is_mine: bool
    can_end: bool


def with_absences(actor: Actor, today: date) -> Actor:
    """The actor with the roles and hands of whom they stand in for today, and their own absence."""
    if actor.kind is not ActorKind.OFFICIAL or actor.user_id is None:
        return actor
    mine = Q(substitute_id=actor.user_id) | Q(person_id=actor.user_id)
    found = [_encargo(row) for row in _standing(today).filter(mine)]
    encargos = tuple(one for one in found if one.substitute_id == actor.user_id)
    away = next((one for one in found if one.person_id == actor.user_id), None)
    passed: frozenset[str] = frozenset().union(*(one.groups for one in encargos))
    return replace(
        actor,
        groups=actor.groups | passed,
        lent=passed - actor.groups,
        encargos=encargos,
        away=away,
    )


def absences(actor: Actor, today: date) -> list[AbsenceView]:
    """The actor's own absences and encargos; for who supervises everybody's, the newest first."""
    if actor.kind is not ActorKind.OFFICIAL:
        return []
    rows = Absence.objects.select_related("person", "substitute", "entered_by", "revoked_by")
    if not is_supervisor(actor):
        rows = rows.filter(Q(person_id=actor.user_id) | Q(substitute_id=actor.user_id))
    return [_view(actor, row, today) for row in rows[:LIST]]


def away_on(day: date) -> dict[int, Encargo]:
    """By person, the encargo of everybody who is away on a day."""
    return {row.person_id: _encargo(row) for row in _standing(day)}


def signing_encargo(office: str, on: date) -> tuple[Encargo, keys.Authority] | None:
    """Who signs for an office on a day because its holder is away, and the holder's own act."""
    for row in _standing(on).filter(signs=True):
        encargo = _encargo(row)
        if not encargo.covers({office}):
            continue
        try:
            return encargo, keys.authority_of(encargo.person_id, office, on)
        except NotAuthorisedToSign:
            continue
    return None


def _standing(on: date) -> QuerySet[Absence]:
    standing = Absence.objects.filter(revoked_at=None, starts_on__lte=on, ends_on__gte=on)
    return standing.select_related("person", "substitute").order_by("starts_on", "entered_at")


def _encargo(row: Absence) -> Encargo:
    named = Group.objects.filter(user=row.person_id).values_list("name", flat=True)
    theirs = frozenset(named) - NEVER_PASSED
    return Encargo(
        absence_id=row.id,
        person_id=row.person_id,
        person_name=str(row.person),
        substitute_id=row.substitute_id,
        substitute_name=str(row.substitute),
        groups=theirs & frozenset(row.groups) if row.groups else theirs,
        is_whole=not row.groups,
        signs=row.signs,
        act=row.act,
        act_date=row.act_date,
        since=row.starts_on,
        until=row.ends_on,
    )


def _view(actor: Actor, row: Absence, today: date) -> AbsenceView:
    stage = _stage(row, today)
    may_end = row.person_id == actor.user_id or is_supervisor(actor)
    return AbsenceView(
        id=row.id,
        person=str(row.person),
        substitute=str(row.substitute),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        act=row.act,
        act_date=row.act_date,
        norm=row.norm,
        groups=tuple(row.groups),
        signs=row.signs,
        entered_by=str(row.entered_by),
        ended_at=row.revoked_at,
        ended_by=str(row.revoked_by or ""),
        reason=row.revocation_reason,
        stage=stage,
        is_mine=row.person_id == actor.user_id,
        can_end=may_end and row.substitute_id != actor.user_id and stage in ("coming", "standing"),
    )


def _stage(row: Absence, today: date) -> str:
    if row.revoked_at is not None:
        return "ended"
    if today < row.starts_on:
        return "coming"
    return "standing" if today <= row.ends_on else "over"
