"""What differs between two texts, line by line, with a few lines around."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_AROUND = 2
# Beyond this the comparison would take longer than anybody waits, and nobody would read it.
_MOST_LINES = 4000


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the comparison.

    Attributes:
        kind: same, added, removed, or gap where lines that did not change are left out.
        before: its number in the earlier text, from 1; 0 if it is not there.
        after: its number in the later text, likewise.
    """

    kind: str
    text: str = ""
    before: int = 0
    after: int = 0


def text_lines(before: bytes | None, after: bytes | None) -> tuple[Line, ...]:
    """The lines that differ; none if one of them is no text."""
    try:
        old = (before or b"").decode().splitlines()
        new = (after or b"").decode().splitlines()
    except UnicodeDecodeError:
        return ()
    if len(old) + len(new) > _MOST_LINES:
        return (Line(kind="gap", text="El archivo es demasiado largo para compararlo aquí."),)
    return tuple(_lines(old, new))


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for number, group in enumerate(matcher.get_grouped_opcodes(_AROUND)):
        if number:
            yield Line(kind="gap")
        for name, a, a_end, b, b_end in group:
            if name == "equal":
                for step in range(a_end - a):
                    yield Line(
                        kind="same", text=old[a + step], before=a + step + 1, after=b + step + 1
                    )
                continue
            for place in range(a, a_end):
                yield Line(kind="removed", text=old[place], before=place + 1)
            for place in range(b, b_end):
                yield Line(kind="added", text=new[place], after=place + 1)
