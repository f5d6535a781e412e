"""A legal day as people read it."""

from datetime import date

_MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)


def day_in_words(day: date) -> str:
    """The day in Spanish, for example «20 de noviembre de 2026»."""
    return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"
