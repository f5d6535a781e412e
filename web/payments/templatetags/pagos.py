"""Money in templates: pesos as people write them, and a case's orders on its page."""

from typing import Any

from django import template

from engine.commands import clock
from engine.queries import payments
from engine.queries.words import money_text
from web.accounts.actors import actor_of

register = template.Library()


@register.filter
def pesos(amount: int | None) -> str:
    """`$ 1.250.000`; nothing for nothing."""
    return "" if amount is None else money_text(amount)


@register.filter
def entrada(mapping: dict[str, str], key: str) -> str:
    """An entry of a mapping."""
    return mapping.get(key, "")


@register.inclusion_tag("payments/_of_case.html", takes_context=True)
def pagos_del_caso(context: dict[str, Any], radicado: str) -> dict[str, Any]:
    """The orders of a case, to who reads its page."""
    return {"ordenes": payments.orders_of(actor_of(context["request"]), radicado, clock.now())}
