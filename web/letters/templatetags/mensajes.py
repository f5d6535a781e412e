"""A case's messages on its page."""

from typing import Any
from uuid import uuid4

from django import template

from engine.queries import letters
from web.accounts.actors import actor_of

register = template.Library()


@register.inclusion_tag("letters/_thread.html", takes_context=True)
def hilo_del_caso(context: dict[str, Any], radicado: str) -> dict[str, Any]:
    """The messages of a case, and the form to write one, to who reads its page."""
    request = context["request"]
    return {
        "hilo": letters.thread(actor_of(request), radicado),
        "submit_id": uuid4(),
        "csrf_token": context.get("csrf_token"),
    }
