"""What people sent to a running case after it was filed: corrections, objections, accounts, with what they changed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bpmn import versions
from engine.commands import form
from engine.feel.wire import from_wire
from engine.models import Case, Event
from engine.models.actor import Actor, ActorKind
from engine.queries.forms import filed_form
from forms.fields import SummaryRow, SummarySection, summarise

_Answered = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class SentRow:
    """One answer that is new, or other than before.

    Attributes:
        before: what stood there until then; None where nothing did.
    """

    now: SummaryRow
    before: SummaryRow | None


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What somebody sent at once.

    Attributes:
        action: what the button said.
        rows: what is new or changed; empty where nothing of what the case had was changed.
    """

    at: datetime
    by: str
    action: str
    rows: list[SentRow]


def filed_answers(case: Case) -> list[SummarySection]:
    """What was answered when the case was filed, by group."""
    schema = filed_form(case.version_digest, case.form_id)
    return [] if schema is None else summarise(schema, from_wire(case.answers))


def sent_later(actor: Actor, case: Case, filed: list[SummarySection]) -> list[Sent]:
    """What was sent since, the oldest first: all of it for the office, to the applicant what they sent.

    Args:
        actor: who reads.
        case: one that the actor may read.
        filed: its `filed_answers`.
    """
    known = {_key(row): row for section in filed for row in section.rows}
    found = []
    for event in case.events.filter(kind="action.taken"):
        data = json.loads(event.data)
        sent = list(_rows(case, data))
        if _may_see(actor, case, event, data):
            found.append(_sent(event, data["action"], sent, known))
        known |= {_key(row): row for row in sent}
    return found


def _may_see(actor: Actor, case: Case, event: Event, data: Mapping[str, Any]) -> bool:
    if actor.kind is ActorKind.OFFICIAL or (event.actor_id and event.actor_id == actor.user_id):
        return True
    return bool(data.get("by_applicant")) and actor.follows(case.owner_id, case.id)


def _sent(
    event: Event, action: str, sent: list[SummaryRow], known: Mapping[_Answered, SummaryRow]
) -> Sent:
    changed = [
        SentRow(now=row, before=known.get(_key(row)))
        for row in sent
        if not _is_same(row, known.get(_key(row)))
    ]
    return Sent(at=event.at, by=event.actor_name, action=action, rows=changed)


def _rows(case: Case, data: Mapping[str, Any]) -> Iterator[SummaryRow]:
    """Events of before `form` was written down say only that something was sent."""
    if not data.get("form"):
        return
    schema = form(versions.by_digest(case.version_digest), data["process"], data["form"])
    for section in summarise(schema, from_wire(data["answers"])):
        yield from section.rows


def _key(row: SummaryRow) -> _Answered:
    return row.key, row.label


def _is_same(row: SummaryRow, before: SummaryRow | None) -> bool:
    return before is not None and (row.value, row.attached) == (before.value, before.attached)
