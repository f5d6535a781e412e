"""What was written on a case between who follows it and the office."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.commands import ATTACHED, LONGEST_LETTER, MOST_FILES, WRITTEN, works_at, writes_as
from engine.models import Case
from engine.models.actor import Actor
from engine.queries.access import case_row
from forms.fields.upload import largest


@dataclass(frozen=True, kw_only=True)
class LetterView:
    """One message.

    Attributes:
        is_mine: whether the side of who reads wrote it.
        author: who wrote it, as the log has it.
        files: what came with it: id and name of each document.
    """

    at: datetime
    is_mine: bool
    is_of_office: bool
    author: str
    text: str
    files: tuple[tuple[UUID, str], ...] = ()


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
    most_files: int = MOST_FILES

    @property
    def largest_file(self) -> str:
        """How large each may be, in words."""
        return largest()


def thread(actor: Actor, radicado: str) -> Thread:
    """The messages of a case that the actor may read.

    Raises:
        CaseNotFound: there is none that the actor may read.
    """
    case = case_row(actor, radicado)
    side = writes_as(actor, case.owner_id, case.id)
    rows = case.events.filter(kind=WRITTEN).values_list("at", "actor_name", "data")
    told = [(at, name, json.loads(data)) for at, name, data in rows]
    kept = _documents(case) if any("attachments" in data for _, _, data in told) else {}
    letters = tuple(_letter(at, name, data, side, kept) for at, name, data in told)
    is_office = side == "office"
    return Thread(
        radicado=radicado,
        letters=letters,
        may_write=not case.is_over and (not is_office or works_at(actor, case)),
        awaits_answer=bool(letters) and not letters[-1].is_of_office,
        is_office=is_office,
        is_over=case.is_over,
    )


def _documents(case: Case) -> dict[str, UUID]:
    """Documents that came with messages, by their content."""
    found = case.documents.filter(kind="anexo", details__field=ATTACHED)
    return dict(found.values_list("sha256", "id"))


def _letter(
    at: datetime, name: str, data: dict[str, Any], side: str, kept: Mapping[str, UUID]
) -> LetterView:
    return LetterView(
        at=at,
        is_mine=data["side"] == side,
        is_of_office=data["side"] == "office",
        author=name,
        text=data["text"],
        files=tuple(
            (kept[one["sha256"]], one["name"])
            for one in data.get("attachments", ())
            if one["sha256"] in kept
        ),
    )
