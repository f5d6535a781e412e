"""Fixture people of an entity, for demonstrations and rehearsals; no password and no PIN is here."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bpmn.entity import ENTITIES


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody of inventory Part K."""

    doc_type: str
    doc_number: str
    first_names: str
    last_names: str
    email: str = ""
    mobile: str = ""
    address: str = ""
    municipality: str = ""
    birth_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody who signs in to a demonstration.

    Attributes:
        groups: roles of inventory Part F; none for a citizen.
        position: office held, for officials.
    """

    person: Person
    groups: tuple[str, ...] = ()
    position: str = ""


@cache
def people(divipola: str) -> dict[str, Person]:
    """Fixture people by their name in scenarios."""
    table = _read(ENTITIES / divipola / "people.toml").get("people", {})
    return {name: Person(**row) for name, row in table.items()}


def accounts(divipola: str) -> list[Account]:
    """Who signs in to the demonstration, in the file's order."""
    known = people(divipola)
    found = []
    for row in _read(ENTITIES / divipola / "people.toml").get("accounts", []):
        fields = {key: row[key] for key in row if key not in ("person", "groups", "position")}
        person = known[row["person"]] if "person" in row else Person(**fields)
        found.append(
            Account(
                person=person,
                groups=tuple(row.get("groups", ())),
                position=row.get("position", ""),
            )
        )
    return found


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text()) if path.exists() else {}
