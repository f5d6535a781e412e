"""Marks what stays Spanish in a page of another language, so that it is read aloud as Spanish.

What procedures and people wrote is data and is not translated (WCAG 2.1, 3.1.2 Language of Parts).
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.template.defaultfilters import linebreaksbr
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from forms.fields.summary import SummaryRow

register = template.Library()
# What a summary says of a box that may be ticked.
_BOXES = (gettext_noop("Sí"), gettext_noop("No"))
_PERIOD = re.compile(r"(\d+) ([a-zñáéíóú ]+)")
_UNITS: Mapping[str, Callable[[int], str]] = {
    "hábil": lambda n: ngettext("%(cuantos)s día hábil", "%(cuantos)s días hábiles", n),
    "calendario": lambda n: ngettext(
        "%(cuantos)s día calendario", "%(cuantos)s días calendario", n
    ),
    "mes": lambda n: ngettext("%(cuantos)s mes", "%(cuantos)s meses", n),
    "año": lambda n: ngettext("%(cuantos)s año", "%(cuantos)s años", n),
}


def _is_spanish() -> bool:
    return str(get_language()).startswith("es")


@register.filter
def espanol(value: Any) -> Any:
    """The text, marked as Spanish; a field, with what is written and chosen in it as Spanish."""
    if _is_spanish() or value in ("", None):
        return value
    if isinstance(value, BoundField):
        return value.as_widget(attrs={"lang": "es"})
    return format_html('<span lang="es">{}</span>', value)


@register.filter
def con_espanol(sentence: str) -> str:
    """A sentence whose data is marked as Spanish, where it says which parts are data (`Told`)."""
    pieces = getattr(sentence, "pieces", ())
    if _is_spanish() or not pieces:
        return sentence
    return format_html_join(
        "", "{}", ((espanol(text) if is_data else text,) for text, is_data in pieces)
    )


@register.filter
def con_pregunta(sentence: str, label: str = "") -> str:
    """A sentence about a question of a form, whose own words are marked (`Problem` knows them itself)."""
    asked = label or getattr(sentence, "label", "")
    if _is_spanish() or not asked or asked not in sentence:
        return sentence
    before, _asked, after = sentence.partition(asked)
    return format_html("{}{}{}", before, espanol(asked), con_pregunta(after, asked))


@register.simple_tag
def lang_es() -> str:
    """The attribute for a whole element, with the blank before it."""
    return "" if _is_spanish() else SafeString(' lang="es"')


@register.filter
def respuesta(row: SummaryRow) -> Any:
    """An answer: yes, no and days in the page's language, the rest in the words in which it was given."""
    if _is_spanish() or row.raw is None:
        return espanol(linebreaksbr(row.value))
    if isinstance(row.raw, bool):
        return gettext(row.value)
    return date_format(row.raw, "j F Y")


@register.filter
def plazo(words: str) -> str:
    """A period of the law in the page's language; what a sheet says in its own words, as Spanish."""
    found = _PERIOD.fullmatch(words)
    unit = next((one for one in _UNITS if found and one in found[2]), "")
    if _is_spanish() or not words:
        return words
    if not found or not unit:
        return format_html('<span lang="es">{}</span>', words)
    amount = int(found[1])
    return _UNITS[unit](amount) % {"cuantos": amount}
