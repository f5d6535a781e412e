"""Who acts: a frozen value that commands and queries take; never a request."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


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
        case_id: the one case whose code somebody without an account has shown.
    """

    kind: ActorKind
    user_id: int | None = None
    name: str = ""
    groups: frozenset[str] = field(default_factory=frozenset)
    channel: str = "web"
    case_id: UUID | None = None

    def follows(self, owner_id: int | None, case_id: UUID) -> bool:
        """Whether the actor is whose case it is: by their account, or by the code of one without owner."""
        if owner_id is None:
            return self.case_id == case_id
        return self.user_id == owner_id

    @property
    def is_auditor(self) -> bool:
        """Whether the actor may read every case."""
        return "auditor" in self.groups


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="Sistema", channel="system")
NOBODY = Actor(kind=ActorKind.ANONYMOUS)
