"""One change between two contents of a procedure, as people read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What became of a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class Detail:
    """One property of a thing, before and after; empty where it has none."""

    label: str
    before: str
    after: str

    @property
    def kind(self) -> Kind:
        """Whether it came, went or changed."""
        if not self.before:
            return Kind.ADDED
        return Kind.CHANGED if self.after else Kind.REMOVED


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that came, went or changed.

    Attributes:
        id: of the element, key of the field, or place of the row.
        what: kind of thing, in words.
        name: as people know it.
    """

    kind: Kind
    id: str
    what: str
    name: str
    details: tuple[Detail, ...] = ()


def details_of(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Detail, ...]:
    """Properties that differ, in the order in which they stand."""
    return tuple(_details(before, after))


def _details(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Detail]:
    for label in dict.fromkeys([*before, *after]):
        old, new = before.get(label, ""), after.get(label, "")
        if old != new:
            yield Detail(label=label, before=old, after=new)
