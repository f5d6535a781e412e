"""Values of parameters as people read them."""

import re
from typing import Any

from django import template

register = template.Library()
# Folders mark with this what each entity sets for itself; whoever reads the page sees that anyway.
_MARK = re.compile(r"\s*\[param\]\s*(de la entidad)?")


@register.filter
def es_lista(value: Any) -> bool:
    """Whether the value is several: it is read with commas between them."""
    return isinstance(value, (list, tuple, set, frozenset))


@register.filter
def sin_marca(text: str) -> str:
    """Text of a folder without the mark of what each entity sets."""
    return _MARK.sub("", text or "").strip(" ;:")
