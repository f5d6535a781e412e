"""One error in the words of people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext


class _Blank(dict[str, str]):
    """Leaves nothing where an error brought no word."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True)
class Sentence:
    """One error for people.

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

    def spoken(self) -> "Sentence":
        """The same in the language of the page."""
        return replace(
            self,
            title=gettext(self.title),
            happened=gettext(self.happened),
            next_step=gettext(self.next_step),
        )

    def happened_with(self, data: Mapping[str, str]) -> str:
        """What happened, with the error's own words put in."""
        return self.happened.format_map(_Blank(data))
