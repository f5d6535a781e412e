"""How a reading of personal data is hashed, so that the log of all events covers it."""

import hashlib
from datetime import UTC
from typing import Any

from engine.events.log import canonical
from engine.models.readings import Reading


def content(reading: Reading) -> bytes:
    """Canonical content of a reading.

    Source: RFC 8785 (JSON Canonicalization Scheme).
    """
    return canonical(facts(reading))


def essence(reading: Reading) -> str:
    """SHA-256 of its content, in hexadecimal: a reading has no place in a chain."""
    return hashlib.sha256(content(reading)).hexdigest()


def facts(reading: Reading) -> dict[str, Any]:
    """A reading as it is hashed, before it is written canonically.

    What was read before auditors were asked for a ground has none, and keeps its hash.
    """
    ground = {"ground": reading.ground} if reading.ground else {}
    return ground | {
        "reading": str(reading.pk),
        "at": reading.at.astimezone(UTC).isoformat(),
        "actor": {
            "kind": reading.actor_kind,
            "id": reading.actor_id,
            "name": reading.actor_name,
            "roles": reading.roles,
        },
        "purpose": reading.purpose,
        "part": reading.part,
        "case": str(reading.case_id) if reading.case_id else None,
        "document": str(reading.document) if reading.document else None,
        "detail": reading.detail,
    }
