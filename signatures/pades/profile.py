"""Which baseline level a signature gets and what it lets happen to the document afterwards."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from signatures.errors import LevelTooLow


class Level(StrEnum):
    """Baseline levels, the lowest first.

    Source: ETSI EN 319 142-1, clause 6.
    """

    B = "B-B"
    T = "B-T"
    LT = "B-LT"
    LTA = "B-LTA"

    @property
    def has_token(self) -> bool:
        """Whether the signature carries a timestamp."""
        return self is not Level.B

    @property
    def has_proofs(self) -> bool:
        """Whether the document carries certificates and revocation data."""
        return self in {Level.LT, Level.LTA}

    def reaches(self, other: "Level") -> bool:
        """Whether this level is that one or a higher one."""
        order = list(Level)
        return order.index(self) >= order.index(other)


class Changes(IntEnum):
    """What may change after a certifying signature; long-term proofs always may.

    Source: ISO 32000-2, table 257 (DocMDP).
    """

    NONE = 1
    SIGNATURES = 2


@dataclass(frozen=True)
class Profile:
    """How one signature is made.

    Attributes:
        level: baseline level.
        certify: what a certifying signature allows afterwards; None for a plain approval signature.
            Only the first signature of a document may certify.
    """

    level: Level = Level.LTA
    certify: Changes | None = None


B_B = Profile(Level.B)
B_T = Profile(Level.T)
B_LT = Profile(Level.LT)
B_LTA = Profile(Level.LTA)


def in_order(signers: int) -> tuple[Profile, ...]:
    """The profiles of several people who sign one document, one after the other.

    The first certifies that only signatures may follow; each but the last brings its proofs, and the
    last one's document timestamp covers them all.

    Args:
        signers: how many, at least one.
    """
    if signers == 1:
        return (B_LTA,)
    first = Profile(Level.LT, certify=Changes.SIGNATURES)
    return (first, *[B_LT] * (signers - 2), B_LTA)


def require_leaving_level(level: str) -> None:
    """Refuse to let a document out of the house below B-LT: its proofs would have to be looked for later.

    Args:
        level: lowest level of the document's signatures, as `SignedPdf.level` or a verifier's report says;
            empty for an unsigned document.

    Raises:
        LevelTooLow: below B-LT.
    """
    try:
        reached = Level(level)
    except ValueError:
        raise LevelTooLow(level=level, required=Level.LT.value) from None
    if not reached.reaches(Level.LT):
        raise LevelTooLow(level=level, required=Level.LT.value)
