"""Writes down who read personal data: one row for each look, beside no case's lock."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from engine.commands._authority import is_supervisor
from engine.commands.clock import now
from engine.commands.state_purpose import stated_purpose
from engine.models import Case, Document, Reading, ReadingPurpose
from engine.models.actor import Actor, ActorKind

# Pages ask again by themselves; the same look within this time is one reading.
_SAME_LOOK = timedelta(minutes=5)
_LONGEST_DETAIL = 300
_LONGEST_ROLES = 500


@dataclass(frozen=True, kw_only=True)
class ReadCase:
    """Somebody read a case, or a part of it.

    Attributes:
        part: what was opened, for example `case` or `story`.
        radicado: of the case; empty where an item, a document or an expediente names it.
        purpose: empty: as the reader's role in the case says.
    """

    actor: Actor
    part: str
    radicado: str = ""
    expediente: str = ""
    item_id: UUID | None = None
    document_id: UUID | None = None
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadSearch:
    """Somebody saw what a search found."""

    actor: Actor
    terms: str
    purpose: str = ""


def read_case(command: ReadCase) -> bool:
    """Write down that a case was read; whether it is a new reading.

    A look that the same person had five minutes ago or less is the same reading, and a case that is not
    there was not read.
    """
    document = _document(command.document_id)
    case = _case(command, document)
    if case is None:
        return False
    purpose = command.purpose or _purpose(command.actor, case)
    reading = _reading(command.actor, command.part, purpose, case.pk)
    reading.case_id, reading.document = case.pk, command.document_id
    reading.detail = f"{document}"[:_LONGEST_DETAIL] if document else ""
    return _keep(reading)


def read_search(command: ReadSearch) -> bool:
    """Write down what somebody looked for; whether it is a new reading."""
    purpose = command.purpose or _purpose_of_role(command.actor)
    reading = _reading(command.actor, "search", purpose, None)
    reading.detail = command.terms[:_LONGEST_DETAIL]
    return _keep(reading)


def lacking_purpose(command: ReadCase | ReadSearch) -> str | None:
    """The radicado that an auditor would read without having said for what; empty for many, None for none."""
    actor = command.actor
    if isinstance(command, ReadSearch):
        purpose, case = command.purpose or _purpose_of_role(actor), None
    else:
        case = _case(command, _document(command.document_id))
        purpose = (command.purpose or _purpose(actor, case)) if case else ""
    if purpose != ReadingPurpose.AUDIT or stated_purpose(actor, case.pk if case else None):
        return None
    return str(case.radicado or "") if case else ""


def _document(document_id: UUID | None) -> Document | None:
    if document_id is None:
        return None
    return Document.objects.only("id", "title", "number", "case_id").filter(pk=document_id).first()


def _case(command: ReadCase, document: Document | None) -> Case | None:
    cases = Case.objects.only("id", "owner_id", "roles", "radicado")
    if document is not None:
        return cases.filter(pk=document.case_id).first()
    if command.item_id is not None:
        return cases.filter(items=command.item_id).first()
    if command.radicado:
        return cases.filter(radicado=command.radicado).first()
    return cases.filter(expediente=command.expediente).first() if command.expediente else None


def _purpose(actor: Actor, case: Case) -> str:
    if actor.follows(case.owner_id, case.pk):
        return ReadingPurpose.OWN
    if not actor.groups.isdisjoint(case.roles):
        return ReadingPurpose.TASK
    return _purpose_of_role(actor)


def _purpose_of_role(actor: Actor) -> str:
    if is_supervisor(actor):
        return ReadingPurpose.SUPERVISION
    if actor.kind is ActorKind.OFFICIAL:
        return ReadingPurpose.AUDIT if actor.is_auditor else ReadingPurpose.TASK
    return ReadingPurpose.OWN


def _reading(actor: Actor, part: str, purpose: str, case_id: UUID | None) -> Reading:
    stated = stated_purpose(actor, case_id) if purpose == ReadingPurpose.AUDIT else None
    return Reading(
        at=now(),
        actor_kind=actor.kind.value,
        actor_id=actor.user_id,
        actor_name=actor.name,
        roles=",".join(sorted(actor.groups))[:_LONGEST_ROLES],
        purpose=purpose,
        part=part,
        ground=str(stated or ""),
    )


def _keep(reading: Reading) -> bool:
    earlier = Reading.objects.filter(
        case=reading.case_id,
        actor_id=reading.actor_id,
        part=reading.part,
        purpose=reading.purpose,
        document=reading.document,
        detail=reading.detail,
        ground=reading.ground,
        at__gt=reading.at - _SAME_LOOK,
        at__lte=reading.at,
    )
    if earlier.exists():
        return False
    reading.save(force_insert=True)
    return True
