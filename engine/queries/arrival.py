"""Why an item came to somebody: to whom the model offers it, and through whose hands it went."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from bpmn import versions
from bpmn.entity import load as load_entity
from bpmn.package.diagram import DiagramElement, DiagramRefused, read_diagram
from engine.clock import day_in_words
from engine.commands import item_for
from engine.models import Event, WorkItem
from engine.models.actor import Actor

Data = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Hand:
    """One thing that happened to the item, with its reason where one was given."""

    at: datetime
    text: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Why the item is here.

    Attributes:
        reasons: sentences, the plainest first.
        rule: the model's own expression, where it is one; empty where the roles are written out.
        element: name and id of the element of the model.
        came_after: names of the last steps before it.
        hands: what happened to it since, oldest first.
    """

    reasons: tuple[str, ...]
    rule: str
    element: str
    came_after: tuple[str, ...]
    hands: tuple[Hand, ...]


_HANDS: Mapping[str, Callable[[str, Data], str]] = {
    "item.opened": lambda _who, _d: "El flujo abrió la tarea.",
    "item.claimed": lambda who, _d: f"La tomó {who}.",
    "item.released": lambda who, _d: f"La soltó {who}: volvió a la bandeja del grupo.",
    "item.delegated": lambda who, d: f"{who} la delegó en {_person(d, 'to')}.",
    "item.reassigned": lambda who, d: f"{who} la reasignó a {_person(d, 'to')}.",
    "item.returned": lambda who, _d: f"{who} la devolvió a quien la tenía antes.",
    "item.taken-back": lambda who, _d: f"{who} la recuperó.",
    "item.handed-back": lambda who, _d: f"{who} la respondió y volvió a quien la delegó.",
    "item.completed": lambda who, _d: f"La terminó {who}.",
}


def arrival(actor: Actor, item_id: UUID) -> Arrival:
    """Why the item came to the actor.

    Raises:
        ItemNotFound: missing and forbidden are alike.
    """
    item = item_for(actor, item_id)
    element = _element(item)
    rule = element.candidate_groups if element else ""
    return Arrival(
        reasons=tuple(_reasons(actor, item, is_reckoned=rule.startswith("="))),
        rule=rule if rule.startswith("=") else "",
        element=f"{item.name} ({item.element_id})",
        came_after=tuple(_before(item)),
        hands=tuple(_hands(item)),
    )


def _reasons(actor: Actor, item: WorkItem, *, is_reckoned: bool) -> Iterator[str]:
    own = sorted(actor.groups & set(item.groups))
    if item.groups:
        how = "El modelo calculó que la hace" if is_reckoned else "El modelo la ofrece a"
        yield f"{how}: {_titles(item.groups)}."
    if own:
        by = " por encargo" if actor.lent.issuperset(own) else ""
        yield f"Usted tiene ese rol{by}: {_titles(own)}."
    if item.assignee_id is not None and item.assignee_id == actor.user_id:
        yield "Está en sus manos."
    elif encargo := actor.encargo_for(item.assignee_id, item.groups):
        yield (
            f"Está en manos de {encargo.person_name}, que está ausente: usted hace su trabajo "
            f"hasta el {day_in_words(encargo.until)}, por {encargo.act}."
        )
    elif item.assignee is not None:
        yield f"Está en manos de {item.assignee}."
    if item.owner is not None:
        yield f"La delegó {item.owner}: cuando termine, vuelve a esa persona."
    if not own and item.groups and item.assignee_id == actor.user_id:
        yield "No es de un rol suyo: alguien se la pasó a usted."


def _titles(groups: list[str]) -> str:
    offices = load_entity(settings.ENTITY).offices
    return ", ".join(offices[name].title if name in offices else name for name in groups)


def _element(item: WorkItem) -> DiagramElement | None:
    bundle = versions.bundle(versions.by_digest(item.case.version_digest))
    shared = bundle.shared.get(item.process_id)
    raw = (shared.process if shared else bundle.process) or b""
    try:
        return read_diagram(raw).by_id.get(item.element_id) if raw else None
    except DiagramRefused:
        return None


def _before(item: WorkItem) -> list[str]:
    """Names of what the case passed in the step that opened the item, and of the one before."""
    opened = item.case.events.filter(kind="item.opened", data__contains=str(item.id)).first()
    moved = item.case.events.filter(kind="flow.advanced")
    last = (moved.filter(seq__lt=opened.seq) if opened else moved).order_by("-seq")[:3]
    names = [
        name
        for event in reversed(last)
        for _, element, name in json.loads(event.data)["path"]
        if name and element != item.element_id
    ]
    return list(dict.fromkeys(names))[-3:]


def _hands(item: WorkItem) -> Iterator[Hand]:
    events = item.case.events.filter(kind__startswith="item.", data__contains=str(item.id))
    for event in events.order_by("seq"):
        data = json.loads(event.data)
        if data.get("item") == str(item.id) and event.kind in _HANDS:
            yield _hand(event, data)


def _hand(event: Event, data: Data) -> Hand:
    who = event.actor_name or "El sistema"
    return Hand(
        at=event.at, text=_HANDS[event.kind](who, data), reason=str(data.get("reason") or "")
    )


def _person(data: Data, key: str) -> str:
    found = data.get(key)
    return str(found.get("name") or "") if isinstance(found, Mapping) else "otra persona"
