"""Who wrote or published something, as people read it."""

import re

from django import template
from django.utils.translation import gettext as _

from bpmn.versions import SHELF

register = template.Library()
# Drafts keep whose account it was beside the name; people read the name.
_ACCOUNT = re.compile(r" \(cuenta \d+\)$")


@register.filter
def persona(signature: str) -> str:
    """«Iván Caicedo» of «Iván Caicedo (cuenta 4)»; what came with the program says so."""
    return _("Vino con el programa") if signature == SHELF else _ACCOUNT.sub("", signature or "")
