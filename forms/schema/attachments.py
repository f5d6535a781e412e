"""What a field of attachments takes: which kinds of files, one or several, and how many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from forms.schema.components import FILE_ENDINGS, MOST_FILES

Blame = Callable[[str, str], None]


@dataclass(frozen=True)
class Attachments:
    """What a field takes.

    Attributes:
        accepts: endings of the files; empty for all that we take.
        multiple: whether its answer is a list of files.
        most: how many it takes.
    """

    accepts: tuple[str, ...] = ()
    multiple: bool = False
    most: int = 1


def read_attachments(raw: Mapping[str, Any], most: Any, blame: Blame) -> Attachments:
    """Read them from a component; one of another type takes none.

    Args:
        raw: the component's JSON.
        most: its property `maxFiles`, any JSON.
        blame: is told the code and the sentence of what is wrong.
    """
    if raw.get("type") != "filepicker":
        return Attachments()
    multiple = _multiple(raw.get("multiple"), blame)
    return Attachments(_accepts(raw, blame), multiple, _most(most, blame, multiple=multiple))


def _accepts(raw: Mapping[str, Any], blame: Blame) -> tuple[str, ...]:
    named = [part.strip().lower() for part in str(raw.get("accept") or "").split(",")]
    endings = tuple(part for part in named if part)
    unknown = [ending for ending in endings if ending not in FILE_ENDINGS]
    if unknown:
        known = ", ".join(FILE_ENDINGS)
        blame("bad-accept", f"«{unknown[0]}» no se recibe: escriba en «accept» de {known}")
    return endings


def _multiple(value: Any, blame: Blame) -> bool:
    if value is not None and not isinstance(value, bool):
        problem = f"«multiple» no puede ser «{value}»: escriba true o false, sin comillas"
        blame("bad-multiple", problem)
    return value is True


def _most(value: Any, blame: Blame, *, multiple: bool) -> int:
    usual = MOST_FILES if multiple else 1
    if value is None or value == "":
        return usual
    if not multiple:
        blame("bad-max-files", "«maxFiles» sólo sirve con «multiple»: agréguelo, o quite el límite")
        return usual
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdecimal()):
        text = ""
    if not text or len(text) > 2 or not 2 <= int(text) <= MOST_FILES:
        blame("bad-max-files", f"«maxFiles» no puede ser «{value}»: escriba de 2 a {MOST_FILES}")
        return usual
    return int(text)
