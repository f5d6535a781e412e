"""Who acts: a frozen value that commands and queries take; never a request."""

from dataclasses import dataclass, field
from enum import StrEnum


class ActorKind(StrEnum):
    """In what quality somebody acts."""

    CITIZEN = "citizen"
    OFFICIAL = "official"
    ANONYMOUS = "anonymous"
    SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts, with the groups that were theirs at that moment.

    Attributes:
        kind: quality in which they act.
        user_id: account, or None for the system and for nobody.
        name: as it is written into the event log.
        groups: roles of inventory Part F.
        channel: web, counter, phone or api.
    """

    kind: ActorKind
    user_id: int | None = None
    name: str = ""
    groups: frozenset[str] = field(default_factory=frozenset)
    channel: str = "web"

    @property
    def is_auditor(self) -> bool:
        """Whether the actor may read every case."""
        return "auditor" in self.groups


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="Sistema", channel="system")
NOBODY = Actor(kind=ActorKind.ANONYMOUS)
