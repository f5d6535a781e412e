"""Who works in the entity, what they ask one another, and the notes that they leave on a case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

from engine.commands import is_supervisor, item_for, reads_as_office
from engine.errors import ConsultationNotFound, PersonNotFound
from engine.models import Case, CaseNote, Consultation
from engine.models.actor import Actor, ActorKind
from engine.queries.access import case_row

LIST = 200


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody of the entity who may be given work or asked."""

    id: int
    name: str
    position: str
    groups: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class ConsultationView:
    """A question to a colleague, with its answer once there is one."""

    id: UUID
    item_id: UUID
    item_name: str
    radicado: str
    procedure_name: str
    asker: str
    colleague: str
    question: str
    asked_at: datetime
    answer: str
    agrees: bool | None
    answered_at: datetime | None
    is_open: bool
    is_asker: bool


@dataclass(frozen=True, kw_only=True)
class NoteView:
    """A note of the office."""

    author: str
    text: str
    written_at: datetime


def colleagues(actor: Actor) -> list[Colleague]:
    """Everybody else who has a role of the entity, by name; nobody for who has none."""
    if actor.kind is not ActorKind.OFFICIAL:
        return []
    accounts = get_user_model().objects.filter(is_active=True, groups__isnull=False)
    found = accounts.exclude(pk=actor.user_id or 0).distinct().prefetch_related("groups")
    return sorted((_colleague(account) for account in found), key=lambda one: one.name.casefold())


def official(actor: Actor, user_id: int) -> Colleague:
    """Somebody of the entity: oneself, or for who supervises anybody.

    Raises:
        PersonNotFound: missing and forbidden are alike.
    """
    if actor.kind is not ActorKind.OFFICIAL or not (
        user_id == actor.user_id or is_supervisor(actor)
    ):
        raise PersonNotFound
    accounts = get_user_model().objects.filter(is_active=True, groups__isnull=False, pk=user_id)
    account = accounts.first()
    if account is None:
        raise PersonNotFound
    return _colleague(account)


def asked_of(actor: Actor) -> list[ConsultationView]:
    """Questions that wait for the actor's answer, the oldest first."""
    return [_view(actor, row) for row in _waiting(actor).select_related(*_WITH)[:LIST]]


def asked_by(actor: Actor) -> list[ConsultationView]:
    """The newest questions that the actor asked, open or answered."""
    rows = Consultation.objects.filter(asker_id=actor.user_id, withdrawn_at=None)
    return [_view(actor, row) for row in rows.select_related(*_WITH).order_by("-asked_at")[:50]]


def count_asked_of(actor: Actor) -> int:
    """How many questions wait for the actor's answer."""
    return 0 if actor.kind is not ActorKind.OFFICIAL else _waiting(actor).count()


def consultation(actor: Actor, consultation_id: UUID) -> ConsultationView:
    """One question, for who asked and who was asked.

    Raises:
        ConsultationNotFound: missing and forbidden are alike; so is a withdrawn one for who was asked.
    """
    row = Consultation.objects.filter(pk=consultation_id).select_related(*_WITH).first()
    if row is None or actor.user_id is None:
        raise ConsultationNotFound
    is_asked = row.colleague_id == actor.user_id and row.withdrawn_at is None
    if row.asker_id != actor.user_id and not is_asked:
        raise ConsultationNotFound
    return _view(actor, row)


def consultations_on(actor: Actor, item_id: UUID) -> list[ConsultationView]:
    """What was asked about an item, for who may see the item.

    Raises:
        ItemNotFound: missing and forbidden are alike.
    """
    item = item_for(actor, item_id)
    rows = item.consultations.filter(withdrawn_at=None).select_related(*_WITH)
    return [_view(actor, row) for row in rows]


def notes(actor: Actor, radicado: str) -> list[NoteView] | None:
    """The office's notes on a case, the newest first; None for who may read the case but not them.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
    """
    case = case_row(actor, radicado)
    if not _may_read_notes(actor, case):
        return None
    rows = CaseNote.objects.filter(case=case).select_related("author")
    return [
        NoteView(author=str(row.author), text=row.text, written_at=row.written_at) for row in rows
    ]


def may_write_note(actor: Actor, radicado: str) -> bool:
    """Whether the actor works on the case, and does not only read it."""
    return reads_as_office(actor, case_row(actor, radicado))


_WITH = ("asker", "colleague", "item", "case")


def _may_read_notes(actor: Actor, case: Case) -> bool:
    if actor.follows(case.owner_id, case.id):
        return False
    return actor.is_auditor or reads_as_office(actor, case)


def _waiting(actor: Actor) -> Any:
    return Consultation.objects.filter(
        colleague_id=actor.user_id, answered_at=None, withdrawn_at=None
    )


def _colleague(account: Any) -> Colleague:
    return Colleague(
        id=account.pk,
        name=str(account),
        position=_position(account),
        groups=frozenset(group.name for group in account.groups.all()),
    )


def _position(account: AbstractBaseUser) -> str:
    return str(getattr(account, "position", ""))


def _view(actor: Actor, row: Consultation) -> ConsultationView:
    return ConsultationView(
        id=row.id,
        item_id=row.item_id,
        item_name=row.item.name,
        radicado=row.case.radicado or "",
        procedure_name=row.case.procedure_name,
        asker=str(row.asker),
        colleague=str(row.colleague),
        question=row.question,
        asked_at=row.asked_at,
        answer=row.answer,
        agrees=row.agrees,
        answered_at=row.answered_at,
        is_open=row.is_open,
        is_asker=row.asker_id == actor.user_id,
    )
