"""Verification codes: short to type, long enough that nobody guesses one."""

import base64
from uuid import UUID

from django.utils.crypto import salted_hmac

_LETTERS = 12


def code_for(seed: UUID) -> str:
    """Verification code of a document or case, in groups of four: 60 bits from a keyed hash.

    The same seed gives the same code, so that a job that runs twice prints the same one.
    """
    digest = salted_hmac("ventanilla.verification", str(seed), algorithm="sha256").digest()
    letters = base64.b32encode(digest).decode()[:_LETTERS]
    return "-".join(letters[start : start + 4] for start in range(0, _LETTERS, 4))


def normalise(typed: str) -> str:
    """What a person typed, as the code is kept: capitals, grouped, 0 and 1 read as O and I."""
    letters = "".join(c for c in typed.upper() if c.isalnum()).replace("0", "O").replace("1", "I")
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
