"""The six digits: made, read as typed, kept as a keyed hash that fits one document only."""

import json
import re
import secrets
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

from signatures.electronic.errors import CodeMalformed

DIGITS = 6
SALT_BYTES = 16
_CODE = re.compile(r"[0-9]{6}")
_BETWEEN = re.compile(r"[\s.\-]")
_KEY = "ventanilla.signatures.electronic.code"


@dataclass(frozen=True, kw_only=True)
class Binding:
    """What a code is good for; with anything else it does not fit."""

    challenge_id: str
    purpose: str
    subject: str
    document_sha256: str


def make() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def make_salt() -> bytes:
    """The salt of one code."""
    return secrets.token_bytes(SALT_BYTES)


def read(typed: str) -> str:
    """The digits, with what people put between them left out.

    Raises:
        CodeMalformed: they are not six digits.
    """
    digits = _BETWEEN.sub("", typed)
    if not _CODE.fullmatch(digits):
        raise CodeMalformed
    return digits


def keyed_hash(code: str, salt: bytes, binding: Binding) -> str:
    """HMAC-SHA-256 under the window's secret: the table alone does not give a million codes to try."""
    parts = [
        salt.hex(),
        binding.challenge_id,
        binding.purpose,
        binding.subject,
        binding.document_sha256,
        code,
    ]
    return salted_hmac(_KEY, json.dumps(parts), algorithm="sha256").hexdigest()


def fits(code: str, salt: bytes, binding: Binding, kept: str) -> bool:
    """Whether the code is the one that was kept; in constant time."""
    return constant_time_compare(keyed_hash(code, salt, binding), kept)
