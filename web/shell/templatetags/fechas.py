"""Days and moments as people read them, in the language of the page."""

from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

register = template.Library()
_ENGLISH = {
    r"j \d\e F \d\e Y": "j F Y",
    r"l j \d\e F \d\e Y": "l j F Y",
    r"j \d\e F \d\e Y, g:i a": "j F Y, g:i a",
    r"j \d\e F \d\e Y, g:i:s a": "j F Y, g:i:s a",
    r"j \d\e F, g:i a": "j F, g:i a",
    r"j \d\e F": "j F",
    "D j M Y": "D j M Y",
    "j M Y": "j M Y",
    "j M Y, g:i a": "j M Y, g:i a",
    "j M Y, g:i:s a": "j M Y, g:i:s a",
}


def _written(moment: date | datetime | None, spanish: str) -> str:
    if moment is None or moment == "":
        return ""
    here = localtime(moment) if isinstance(moment, datetime) else moment
    if str(get_language()).startswith("en"):
        return date_format(here, _ENGLISH[spanish])
    return date_format(here, spanish).lower()


def _unbroken(text: str) -> str:
    """Break only between the day and the hour."""
    return text.replace(" ", "\N{NO-BREAK SPACE}").replace(",\N{NO-BREAK SPACE}", ", ")


@register.filter
def fecha(day: date | datetime | None) -> str:
    """«26 de noviembre de 2026»."""
    return _written(day, r"j \d\e F \d\e Y")


@register.filter
def fecha_larga(day: date | datetime | None) -> str:
    """«jueves 26 de noviembre de 2026»."""
    return _written(day, r"l j \d\e F \d\e Y")


@register.filter
def fecha_corta(day: date | datetime | None) -> str:
    """«jue 26 nov 2026»."""
    return _written(day, "D j M Y")


@register.filter
def fecha_breve(day: date | datetime | None) -> str:
    """«26 nov 2026»."""
    return _unbroken(_written(day, "j M Y"))


@register.filter
def fecha_breve_hora(moment: datetime | None) -> str:
    """«26 nov 2026, 3:05 p.m.»."""
    return _unbroken(_written(moment, "j M Y, g:i a"))


@register.filter
def fecha_breve_segundos(moment: datetime | None) -> str:
    """«26 nov 2026, 3:05:09 p.m.»."""
    return _unbroken(_written(moment, "j M Y, g:i:s a"))


@register.filter
def fecha_hora(moment: datetime | None) -> str:
    """«26 de noviembre de 2026, 3:05 p.m.»."""
    return _written(moment, r"j \d\e F \d\e Y, g:i a")


@register.filter
def fecha_hora_segundos(moment: datetime | None) -> str:
    """«26 de noviembre de 2026, 3:05:09 p.m.»."""
    return _written(moment, r"j \d\e F \d\e Y, g:i:s a")


@register.filter
def dia_hora(moment: datetime | None) -> str:
    """«26 de noviembre, 3:05 p.m.»."""
    return _written(moment, r"j \d\e F, g:i a")


@register.filter
def dia(day: date | datetime | None) -> str:
    """«26 de noviembre»."""
    return _written(day, r"j \d\e F")
