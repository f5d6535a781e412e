"""Entering a value: by whom, from when, by what norm; the earlier ones stay."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bpmn.models import ParameterEntry
from bpmn.parameters.errors import ParameterRefused
from bpmn.parameters.seed import ParameterRow
from bpmn.parameters.values import known


@dataclass(frozen=True, kw_only=True)
class NewValue:
    """A value as an official enters it.

    Attributes:
        text: as it was typed.
        valid_from: first day on which it counts.
        source: norm or act that fixes it.
        reason: why it was entered.
    """

    text: str
    valid_from: date
    source: str
    reason: str


def record(before: ParameterRow, new: NewValue, *, by: str, now: datetime) -> ParameterEntry:
    """Enter a new value for a parameter.

    Args:
        before: a row of the same parameter; the new value has to be of its kind.
        new: what was entered.
        by: who enters it.
        now: aware.

    Raises:
        ParameterRefused: it is not of the parameter's kind, changes nothing, or has no source.
    """
    if not new.source.strip():
        raise ParameterRefused("no-source")
    value = read_value(new.text, before.value)
    if value == before.value and new.valid_from == before.valid_from:
        raise ParameterRefused("same-value")
    return ParameterEntry.objects.create(
        code=before.code,
        procedure=before.procedure,
        value={"decimal": str(value)} if isinstance(value, Decimal) else value,
        valid_from=new.valid_from,
        source=new.source.strip()[:300],
        reason=new.reason.strip()[:300],
        recorded_by=by[:200],
        recorded_at=now,
    )


def read_value(text: str, like: Any) -> Any:
    """What was typed, as a value of the same kind as another one.

    Raises:
        ParameterRefused: it is not of that kind.
    """
    text = text.strip()
    if isinstance(like, bool):
        words = {"sí": True, "si": True, "no": False}
        if text.lower() not in words:
            raise ParameterRefused("not-the-kind")
        return words[text.lower()]
    if isinstance(like, int | Decimal | float):
        return _number(text)
    if isinstance(like, list):
        return [part.strip() for part in text.split(",") if part.strip()]
    if not text:
        raise ParameterRefused("not-the-kind")
    return text


def _number(text: str) -> int | Decimal:
    """A number as people write it here: points between thousands, a comma before decimals."""
    plain = text.replace("$", "").replace("%", "").replace(" ", "")
    plain = (
        plain.replace(".", "").replace(",", ".") if "," in plain or plain.count(".") > 1 else plain
    )
    whole, point, rest = plain.partition(".")
    if point and len(rest) == 3 and "," not in text:
        plain = whole + rest
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise ParameterRefused("not-a-number") from error
    if not number.is_finite() or abs(number) > 10**15:
        raise ParameterRefused("not-a-number")
    return int(number) if number == number.to_integral_value() else number


def history(divipola: str, code: str, procedure: str = "") -> list[ParameterRow]:
    """Every value that a parameter had or will have, the latest first.

    Raises:
        ParameterRefused: no such parameter is known.
    """
    rows = [row for row in known(divipola, procedure) if row.code == code]
    if not rows:
        raise ParameterRefused("unknown")
    return rows
