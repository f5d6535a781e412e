"""Values of parameters as people read them."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def es_lista(value: Any) -> bool:
    """Whether the value is several: it is read with commas between them."""
    return isinstance(value, (list, tuple, set, frozenset))
