"""Proof that a store keeps what it locks: tried on the store itself, and kept in it as evidence.

A lock that is accepted and not enforced looks like one that is; several servers did that. So nothing is
believed that was not tried, with our own credentials.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive.stores.protocol import Store

# As long as somebody may ask whether the place was sound on a day; a day's evidence takes 2 kB.
EVIDENCE_YEARS = 10
PROBE = b"ventanilla: prueba de custodia"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What was tried on a day.

    Attributes:
        key: where the evidence lies among the store's proofs.
    """

    key: str
    evidence: Mapping[str, Any]


def prove(store: Store, today: date) -> Proof:
    """Try to change what is locked, and keep the evidence that it was refused.

    The same result on the same day is the same evidence, kept once.

    Raises:
        StoreNotWorm: something was not refused.
        StoreUnavailable: the place does not answer.
    """
    evidence = store.self_test(today)
    text = json.dumps(evidence, ensure_ascii=False, indent=2, sort_keys=True)
    until = years_after(today, EVIDENCE_YEARS)
    kept = store.proofs.put(text.encode(), media_type="application/json", retain_until=until)
    return Proof(key=kept.key, evidence=evidence)


def years_after(day: date, years: int) -> date:
    """The same day some years later; the 29th of February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
