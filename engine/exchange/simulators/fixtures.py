"""What the simulators know: the rows and people of the entity's demonstration data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bpmn.entity import registries, registry
from bpmn.people import Person, people

_NIT_WITH_DIGIT = re.compile(r"(\d{9,10})-\d")


@dataclass(frozen=True)
class Fixtures:
    """Reads the entity's files; the same question always finds the same.

    Attributes:
        divipola: code of the entity whose neighbourhood is simulated.
    """

    divipola: str

    def row(self, name: str, key: str, by: str = "") -> dict[str, Any] | None:
        """The row of a registry's file with that key, or with that value in column `by`."""
        if name not in registries(self.divipola):
            return None
        wanted = plain_number(key)
        for own, row in registry(self.divipola, name).items():
            if wanted and plain_number(row.get(by, "") if by else own) == wanted:
                return dict(row)
        return None

    def person(self, number: str) -> Person | None:
        """The fixture person with that document number."""
        wanted = plain_number(number)
        for found in people(self.divipola).values():
            if plain_number(found.doc_number) == wanted:
                return found
        return None


def asked_for(payload: Mapping[str, Any], *names: str) -> str:
    """What a question asks for: the first of these fields that it has, else its `key`."""
    for name in (*names, "key"):
        value = payload.get(name)
        if value is not None and not isinstance(value, Mapping | list):
            return plain_number(str(value))
    return ""


def plain_number(text: str) -> str:
    """Capitals without double blanks; a NIT without its check digit."""
    folded = " ".join(text.upper().split())
    with_digit = _NIT_WITH_DIGIT.fullmatch(folded)
    return with_digit[1] if with_digit else folded
