"""Why an item came to somebody: to whom the model offers it, and through whose hands it went."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from bpmn import versions
from bpmn.entity import load as load_entity
from bpmn.package.diagram import DiagramElement, DiagramRefused, read_diagram
from engine.commands import item_for
from engine.models import Event, WorkItem
from engine.models.actor import Actor
from engine.queries.words import day_text, tell

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
    "item.opened": lambda _who, _d: _("El flujo abrió la tarea."),
    "item.claimed": lambda who, _d: _("La tomó {who}.").format(who=who),
    "item.released": lambda who, _d: _("La soltó {who}: volvió a la bandeja del grupo.").format(
        who=who
    ),
    "item.delegated": lambda who, d: _("{who} la delegó en {person}.").format(
        who=who, person=_person(d, "to")
    ),
    "item.reassigned": lambda who, d: _("{who} la reasignó a {person}.").format(
        who=who, person=_person(d, "to")
    ),
    "item.returned": lambda who, _d: _("{who} la devolvió a quien la tenía antes.").format(who=who),
    "item.taken-back": lambda who, _d: _("{who} la recuperó.").format(who=who),
    "item.handed-back": lambda who, _d: _("{who} la respondió y volvió a quien la delegó.").format(
        who=who
    ),
    "item.completed": lambda who, _d: _("La terminó {who}.").format(who=who),
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
        how = (
            _("El modelo calculó que la hace: {roles}.")
            if is_reckoned
            else _("El modelo la ofrece a: {roles}.")
        )
        yield tell(how, roles=_titles(item.groups))
    if own:
        is_lent = actor.lent.issuperset(own)
        held = (
            _("Usted tiene ese rol por encargo: {roles}.")
            if is_lent
            else _("Usted tiene ese rol: {roles}.")
        )
        yield tell(held, roles=_titles(own))
    if item.assignee_id is not None and item.assignee_id == actor.user_id:
        yield _("Está en sus manos.")
    elif encargo := actor.encargo_for(item.assignee_id, item.groups):
        yield _(
            "Está en manos de {person}, que está ausente: usted hace su trabajo hasta el {day}, por {act}."
        ).format(person=encargo.person_name, day=day_text(encargo.until), act=encargo.act)
    elif item.assignee is not None:
        yield _("Está en manos de {person}.").format(person=item.assignee)
    if item.owner is not None:
        yield _("La delegó {person}: cuando termine, vuelve a esa persona.").format(
            person=item.owner
        )
    if not own and item.groups and item.assignee_id == actor.user_id:
        yield _("No es de un rol suyo: alguien se la pasó a usted.")


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
        for _process, element, name in json.loads(event.data)["path"]
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
    who = event.actor_name or _("El sistema")
    return Hand(
        at=event.at, text=_HANDS[event.kind](who, data), reason=str(data.get("reason") or "")
    )


def _person(data: Data, key: str) -> str:
    found = data.get(key)
    return str(found.get("name") or "") if isinstance(found, Mapping) else _("otra persona")
