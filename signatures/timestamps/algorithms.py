"""Until when an algorithm may be relied on: dated data in `algorithms.toml`, read once."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from asn1crypto import algos, x509

_TABLE = Path(__file__).with_name("algorithms.toml")
_NEVER_TRUSTED = date.min


@dataclass(frozen=True)
class Algorithm:
    """One algorithm in use; `bits` is the size of its key, 0 for a digest."""

    name: str
    bits: int = 0

    def __str__(self) -> str:
        return f"{self.name}-{self.bits}" if self.bits else self.name


def end_of(algorithm: Algorithm) -> date | None:
    """First day on which it may not be relied on; None: no end is foreseen.

    What the table does not know ended at the beginning of time.
    """
    known = _known()
    if not algorithm.bits:
        entry = known["digest"].get(algorithm.name, {"ends": _NEVER_TRUSTED})
    else:
        steps = known["signature"].get(algorithm.name, ())
        fitting = [step for step in steps if step["bits"] <= algorithm.bits]
        entry = fitting[-1] if fitting else {"ends": _NEVER_TRUSTED}
    ends: date | None = entry.get("ends")
    return ends


def is_usable(algorithm: Algorithm, on: date) -> bool:
    """Whether it may be relied on that day."""
    ends = end_of(algorithm)
    return ends is None or on < ends


def of_signature(algorithm: algos.SignedDigestAlgorithm, key: x509.Certificate) -> Algorithm:
    """The algorithm of a signature made with the certificate's key."""
    return Algorithm(str(algorithm.signature_algo), int(key.public_key.bit_size or 0))


@cache
def _known() -> dict[str, Any]:
    return tomllib.loads(_TABLE.read_text("utf-8"))
