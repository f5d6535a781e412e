"""What a sheet says, without the marks that its authors leave for each other."""

import re

from django import template
from django.utils.translation import gettext as _

register = template.Library()
_MARK = re.compile(r"\s*(?:\[param\]|\(verificar\))", re.IGNORECASE)
_FOR_AUTHORS = re.compile(r"\[param\]|inventario|^ficha [TS]\d", re.IGNORECASE)


@register.filter
def unmarked(text: str) -> str:
    """The text without `[param]` and `(verificar)`."""
    return _MARK.sub("", text).strip()


@register.filter
def source_words(text: str) -> str:
    """Of a source, the norms; not which page of the inventory says it."""
    parts = (part.strip() for part in text.split(";"))
    kept = [_MARK.sub("", part) for part in parts if part and not _FOR_AUTHORS.search(part)]
    return re.sub(r"\bDH\b", _("días hábiles"), "; ".join(kept))
