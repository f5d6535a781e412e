"""One error in the words of people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Self

from django.utils.translation import gettext

NO_WORDS: Mapping[str, str] = MappingProxyType({})


class _Blank(dict[str, str]):
    """Leaves nothing where an error brought no word."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True)
class Sentence:
    """One error for people; the tables hold it in Spanish.

    Attributes:
        status: HTTP status of its page.
        title: heading of the page.
        happened: what happened; `{by}` and the like come from the error's data.
        next_step: what the person can do now.
    """

    status: int
    title: str
    happened: str
    next_step: str

    def spoken(self, data: Mapping[str, str] = NO_WORDS) -> Self:
        """The sentence in the reader's language, with the error's own words put in."""
        return replace(
            self,
            title=gettext(self.title),
            happened=gettext(self.happened).format_map(_Blank(data)),
            next_step=gettext(self.next_step),
        )
