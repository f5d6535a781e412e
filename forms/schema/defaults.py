"""What a component begins with, before anybody answers: read by its kind, or refused in Spanish."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from forms.schema.components import Option

NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,10})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SHOWN_CHARACTERS = 60
_CHOICES = frozenset({"select", "radio", "checklist"})


class DefaultRefused(ValueError):
    """The value is of the wrong kind; the text says what to do, in Spanish."""


def read_default(kind: str, value: Any, options: tuple[Option, ...]) -> Any:
    """The value as the field takes it; None where the form gives none.

    Args:
        kind: type of the component.
        value: `defaultValue` of the form, any JSON.
        options: what the component offers.

    Raises:
        DefaultRefused: the component cannot begin with it.
    """
    if value is None or value == "" or (kind in _CHOICES and not options):
        return None
    return _READERS[kind](value, {option.value for option in options})


def _text(value: Any, _offered: set[str]) -> str:
    if not isinstance(value, str):
        raise _refused(value, "no es un texto: escríbalo entre comillas")
    return value


def _number(value: Any, _offered: set[str]) -> str:
    if isinstance(value, bool) or not NUMBER.fullmatch(str(value)):
        raise _refused(value, "no es un número: escriba sólo cifras, con punto para los decimales")
    return str(value)


def _choice(value: Any, offered: set[str]) -> str:
    if not _is_scalar(value) or str(value) not in offered:
        raise _refused(value, "no es una de las opciones: escriba el «value» de una")
    return str(value)


def _choices(value: Any, offered: set[str]) -> list[str]:
    if not isinstance(value, list) or not all(
        _is_scalar(item) and str(item) in offered for item in value
    ):
        raise _refused(
            value, "no es una lista de opciones: escriba entre [ ] el «value» de cada una"
        )
    return [str(item) for item in value]


def _tick(value: Any, _offered: set[str]) -> bool:
    if not isinstance(value, bool):
        raise _refused(
            value, "no dice si la casilla va marcada: escriba true o false, sin comillas"
        )
    return value


def _day(value: Any, _offered: set[str]) -> str:
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise _refused(value, "no es una fecha: escríbala como AAAA-MM-DD")


def _file(value: Any, _offered: set[str]) -> None:
    raise _refused(value, "no sirve, porque un archivo lo adjunta cada persona")


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _refused(value: Any, reason: str) -> DefaultRefused:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if len(text) > _SHOWN_CHARACTERS:
        text = f"{text[:_SHOWN_CHARACTERS]}…"
    return DefaultRefused(f"«{text}» {reason}, o quite «defaultValue»")


_READERS: Mapping[str, Callable[[Any, set[str]], Any]] = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "select": _choice,
    "radio": _choice,
    "checklist": _choices,
    "checkbox": _tick,
    "datetime": _day,
    "filepicker": _file,
}
