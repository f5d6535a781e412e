"""The readings of a case on its page, for whose data it is."""

from typing import Any

from django import template

from engine.queries import readings
from web.accounts.actors import actor_of

register = template.Library()


@register.inclusion_tag("readings/_of_case.html", takes_context=True)
def lecturas_del_caso(context: dict[str, Any], radicado: str) -> dict[str, Any]:
    """Who else has opened the case."""
    return {"lecturas": readings.readings_by_others(actor_of(context["request"]), radicado)}
