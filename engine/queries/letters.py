"""What was written on a case between who follows it and the office."""

import json
from dataclasses import dataclass
from datetime import datetime

from engine.commands import LONGEST_LETTER, WRITTEN, is_supervisor, writes_as
from engine.models import Case
from engine.models.actor import Actor, ActorKind
from engine.queries.access import case_row


@dataclass(frozen=True, kw_only=True)
class LetterView:
    """One message.

    Attributes:
        is_mine: whether the side of who reads wrote it.
        author: who wrote it, as the log has it.
    """

    at: datetime
    is_mine: bool
    is_of_office: bool
    author: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Thread:
    """All of them, the oldest first.

    Attributes:
        may_write: whether the reader is of one of the two sides, and the case has not ended.
        awaits_answer: whether the last word is the citizen's.
        is_office: whether who reads is on the office's side.
    """

    radicado: str
    letters: tuple[LetterView, ...]
    may_write: bool
    awaits_answer: bool
    is_office: bool
    is_over: bool
    longest: int = LONGEST_LETTER


def thread(actor: Actor, radicado: str) -> Thread:
    """The messages of a case that the actor may read.

    Raises:
        CaseNotFound: there is none that the actor may read.
    """
    case = case_row(actor, radicado)
    side = writes_as(actor, case.owner_id, case.id)
    rows = case.events.filter(kind=WRITTEN).values_list("at", "actor_name", "data")
    letters = tuple(_letter(at, name, json.loads(data), side) for at, name, data in rows)
    is_office = side == "office"
    return Thread(
        radicado=radicado,
        letters=letters,
        may_write=not case.is_over and (not is_office or _works_on(actor, case)),
        awaits_answer=bool(letters) and not letters[-1].is_of_office,
        is_office=is_office,
        is_over=case.is_over,
    )


def _letter(at: datetime, name: str, data: dict[str, str], side: str) -> LetterView:
    return LetterView(
        at=at,
        is_mine=data["side"] == side,
        is_of_office=data["side"] == "office",
        author=name,
        text=data["text"],
    )


def _works_on(actor: Actor, case: Case) -> bool:
    is_of_case = not actor.groups.isdisjoint(case.roles)
    return is_supervisor(actor) or (actor.kind is ActorKind.OFFICIAL and is_of_case)
