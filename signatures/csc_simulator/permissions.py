"""What the service lets happen and for how long: access tokens, one-time codes, activation data."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from signatures.csc_simulator.refusals import Refused, invalid

ACTIVATION_SECONDS = 60
CODE_SECONDS = 300
TOKEN_SECONDS = 3600


@dataclass
class Activation:
    """Signature activation data (SAD).

    Attributes:
        hashes: those that it serves for; None: any.
        left: signatures that it still allows.
    """

    credential: str
    hashes: list[bytes] | None
    left: int
    ends: datetime


@dataclass
class Permissions:
    """Kept in memory, as a simulator may; judged by the clock that it was given.

    Attributes:
        outbox: one-time codes are written here, one file for each credential.
    """

    clock: Callable[[], datetime]
    outbox: Path
    tokens: dict[str, datetime] = field(default_factory=dict)
    codes: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    activations: dict[str, Activation] = field(default_factory=dict)
    pending: dict[str, str] = field(default_factory=dict)

    def new_token(self) -> str:
        """An access token."""
        token = secrets.token_urlsafe(24)
        self.tokens[token] = self.clock() + timedelta(seconds=TOKEN_SECONDS)
        return token

    def require_token(self, header: str) -> None:
        """Accept an `Authorization` header.

        Raises:
            Refused: it is malformed, or its token is not known or over.
        """
        scheme, _, token = header.partition(" ")
        if scheme != "Bearer" or not token:
            raise Refused("Malformed authorization header")
        if token not in self.tokens or self.tokens[token] <= self.clock():
            raise Refused("The token provided is not a valid token", "invalid_token", 401)

    def send_code(self, credential: str) -> None:
        """Put a new code into the outbox; an earlier one serves no longer."""
        code = f"{secrets.randbelow(1_000_000):06d}"
        self.codes[credential] = (code, self.clock() + timedelta(seconds=CODE_SECONDS))
        self.outbox.mkdir(parents=True, exist_ok=True)
        (self.outbox / f"{credential}.txt").write_text(code, encoding="ascii")

    def use_code(self, credential: str, typed: str) -> bool:
        """Whether the code is the one that was sent, in time; it serves once."""
        code, ends = self.codes.pop(credential, ("", self.clock()))
        return bool(code) and secrets.compare_digest(code, typed) and self.clock() < ends

    def activate(self, credential: str, hashes: Sequence[bytes] | None, count: int) -> str:
        """New activation data."""
        activation = secrets.token_urlsafe(24)
        ends = self.clock() + timedelta(seconds=ACTIVATION_SECONDS)
        kept = None if hashes is None else list(hashes)
        self.activations[activation] = Activation(credential, kept, count, ends)
        return activation

    def extend(self, activation: str, credential: str, hashes: Sequence[bytes] | None) -> str:
        """New activation data for new hashes, for what the old ones still allow.

        Raises:
            Refused: the old ones are not for this credential, are spent, or are over.
        """
        found = self.activations.pop(activation, None)
        if found is None or found.credential != credential or not found.left:
            raise invalid("SAD")
        if found.ends <= self.clock():
            raise Refused("SAD expired")
        return self.activate(credential, hashes, found.left)

    def use(self, activation: str, credential: str, hashes: Sequence[bytes]) -> None:
        """Spend activation data on these hashes, all or none.

        Raises:
            Refused: it is not for this credential or these hashes, is spent, or is over.
        """
        found = self.activations.get(activation)
        if found is None or found.credential != credential or found.left < len(hashes):
            raise invalid("SAD")
        if found.ends <= self.clock():
            del self.activations[activation]
            raise Refused("SAD expired")
        left = None if found.hashes is None else list(found.hashes)
        for digest in hashes if left is not None else ():
            if digest not in (left or ()):
                raise Refused("Hash is not authorized by the SAD")
            (left or []).remove(digest)
        found.hashes, found.left = left, found.left - len(hashes)
        if not found.left:
            del self.activations[activation]
