"""How a value of a case is written in a Spanish sentence."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.clock import BOGOTA, day_in_words
from engine.feel.text import text_of
from engine.feel.values import DayTimeDuration, YearMonthDuration


def words(value: Any) -> str:
    """A FEEL value as people read it; null is nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, (int, Decimal)):
        return _number(Decimal(value))
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(words, value)))
    if isinstance(value, Mapping):
        return ", ".join(filter(None, map(words, value.values())))
    return _duration(value) if isinstance(value, _DURATIONS) else text_of(value)


_DURATIONS = (DayTimeDuration, YearMonthDuration)


def _duration(value: DayTimeDuration | YearMonthDuration) -> str:
    parts: tuple[tuple[int, str, str], ...]
    if isinstance(value, YearMonthDuration):
        years, months = divmod(abs(value.months), 12)
        parts = ((years, "año", "años"), (months, "mes", "meses"))
    else:
        minutes = abs(value.nanoseconds) // (60 * 10**9)
        parts = (
            (minutes // 1440, "día", "días"),
            (minutes // 60 % 24, "hora", "horas"),
            (minutes % 60, "minuto", "minutos"),
        )
    said = [f"{count} {one if count == 1 else many}" for count, one, many in parts if count]
    return " y ".join(said) or "nada"


def _number(value: Decimal) -> str:
    # Thousands with a point, decimals with a comma: the usage of Colombia.
    text = f"{value:,f}".translate(str.maketrans(",.", ".,"))
    return text.rstrip("0").rstrip(",") if "," in text else text


def _moment(value: datetime) -> str:
    local = value.astimezone(BOGOTA) if value.tzinfo else value
    half = "a. m." if local.hour < 12 else "p. m."
    return f"{day_in_words(local.date())}, {local.hour % 12 or 12}:{local.minute:02d} {half}"
