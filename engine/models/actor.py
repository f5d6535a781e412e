"""Who acts: a frozen value that commands and queries take; never a request."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID


class ActorKind(StrEnum):
    """In what quality somebody acts."""

    CITIZEN = "citizen"
    OFFICIAL = "official"
    ANONYMOUS = "anonymous"
    SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Encargo:
    """An absence that stands today, as the actor meets it.

    Attributes:
        person_id: who is away.
        substitute_id: whom the act names.
        groups: roles that are passed on.
        is_whole: whether everything of the person is, not only what is of those roles.
        until: its last day.
    """

    absence_id: UUID
    person_id: int
    person_name: str
    substitute_id: int
    substitute_name: str
    groups: frozenset[str]
    is_whole: bool
    signs: bool
    act: str
    act_date: date
    since: date
    until: date

    def covers(self, groups: Iterable[str]) -> bool:
        """Whether an item that is offered to those roles is passed on, when the person holds it."""
        return self.is_whole or not self.groups.isdisjoint(groups)

    def facts(self) -> dict[str, Any]:
        """What an event keeps of it."""
        return {
            "absence": str(self.absence_id),
            "of": {"id": self.person_id, "name": self.person_name},
            "act": self.act,
            "actDate": self.act_date.isoformat(),
            "until": self.until.isoformat(),
        }


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts, with the groups that were theirs at that moment.

    Attributes:
        kind: quality in which they act.
        user_id: account, or None for the system and for nobody.
        name: as it is written into the event log.
        groups: roles of inventory Part F, with those that are theirs by an encargo.
        lent: of these, the ones that are theirs by an encargo alone.
        encargos: for whom they stand in today.
        away: by what they are away today themselves; None when they are not.
        channel: web, counter, phone or api.
        case_id: the one case whose code somebody without an account has shown.
    """

    kind: ActorKind
    user_id: int | None = None
    name: str = ""
    groups: frozenset[str] = field(default_factory=frozenset)
    lent: frozenset[str] = field(default_factory=frozenset)
    encargos: tuple[Encargo, ...] = ()
    away: Encargo | None = None
    channel: str = "web"
    case_id: UUID | None = None

    def follows(self, owner_id: int | None, case_id: UUID) -> bool:
        """Whether the actor is whose case it is: by their account, or by the code of one without owner."""
        if owner_id is None:
            return self.case_id == case_id
        return self.user_id == owner_id

    def encargo_for(self, user_id: int | None, groups: Iterable[str]) -> Encargo | None:
        """By what the actor may do that person's work with an item of those roles, if by anything."""
        found = (one for one in self.encargos if one.person_id == user_id and one.covers(groups))
        return next(found, None)

    def acts_for(self, user_id: int | None, groups: Iterable[str]) -> bool:
        """Whether what is in that person's hands is in the actor's: they are the same, or stand in."""
        if user_id is None:
            return False
        return user_id == self.user_id or self.encargo_for(user_id, groups) is not None

    @property
    def is_auditor(self) -> bool:
        """Whether the actor may read every case."""
        return "auditor" in self.groups


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="Sistema", channel="system")
NOBODY = Actor(kind=ActorKind.ANONYMOUS)
