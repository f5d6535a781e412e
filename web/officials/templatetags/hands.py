"""What the pages of an item and of a case show of hands, questions and notes, each by one tag."""

from typing import Any
from uuid import UUID, uuid4

from django import template

from engine.commands import is_supervisor
from engine.queries import colleagues
from engine.queries import hands as query
from web.accounts.actors import actor_of
from web.officials.forms import NoteForm
from web.officials.hands import VERBS, form_for

register = template.Library()


@register.inclusion_tag("officials/hands/_panel.html", takes_context=True)
def hands_panel(context: dict[str, Any], item_id: UUID) -> dict[str, Any]:
    """Who holds the item, what colleagues said about it, and the ways to pass it on."""
    request = context["request"]
    actor = actor_of(request)
    view = query.hands(actor, item_id)
    people = colleagues.colleagues(actor) if view.verbs else []
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "item": view,
        "consultations": colleagues.consultations_on(actor, item_id),
        "submit_id": uuid4(),
        "actions": [
            (name, verb, form_for(name, view, people))
            for name, verb in VERBS.items()
            if verb.code in view.verbs
        ],
    }


@register.inclusion_tag("officials/hands/_notes.html", takes_context=True)
def case_notes(context: dict[str, Any], radicado: str) -> dict[str, Any]:
    """The office's notes on the case, and the form for one more; nothing for who may not read them."""
    request = context["request"]
    actor = actor_of(request)
    kept = colleagues.notes(actor, radicado)
    may_write = kept is not None and colleagues.may_write_note(actor, radicado)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "notes": kept,
        "radicado": radicado,
        "may_write": may_write,
        "form": NoteForm() if may_write else None,
        "submit_id": uuid4(),
    }


@register.inclusion_tag("officials/hands/_tabs.html", takes_context=True)
def hands_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """Tabs of bulk work, questions with how many wait, absences, and the supervisor's board."""
    actor = actor_of(context["request"])
    return {"waiting": colleagues.count_asked_of(actor), "supervises": is_supervisor(actor)}


@register.inclusion_tag("officials/hands/_standing.html", takes_context=True)
def standing_absences(context: dict[str, Any]) -> dict[str, Any]:
    """That the actor is away today, or for whom they stand in."""
    actor = actor_of(context["request"])
    return {"away": actor.away, "encargos": actor.encargos}


@register.inclusion_tag("officials/hands/_case_links.html", takes_context=True)
def case_links(context: dict[str, Any], radicado: str) -> dict[str, Any]:
    """The receipt to print, and for who supervises the way to the term."""
    return {"radicado": radicado, "supervises": is_supervisor(actor_of(context["request"]))}
