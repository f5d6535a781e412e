"""Tables of the room."""

from signatures.models.authority import AuthorityKind, SigningAuthority
from signatures.models.electronic import ChallengeStatus, CodeChallenge, CodeTries
from signatures.models.keys import KeyEvent, KeyEventKind, KeyKind, KeyStorage, SigningKey
from signatures.models.trust import RootChange, RootUse, TrustRoot, TrustRootEvent

__all__ = [
    "AuthorityKind",
    "ChallengeStatus",
    "CodeChallenge",
    "CodeTries",
    "KeyEvent",
    "KeyEventKind",
    "KeyKind",
    "KeyStorage",
    "RootChange",
    "RootUse",
    "SigningAuthority",
    "SigningKey",
    "TrustRoot",
    "TrustRootEvent",
]
