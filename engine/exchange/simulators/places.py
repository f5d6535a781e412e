"""Simulated services about places: land registry, cadastre, hazards, environment, utilities."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.exchange.simulators.fixtures import Fixtures, asked_for
from engine.exchange.simulators.replies import NOT_FOUND, Later, Reply

_FOLIO = re.compile(r"\d{3}-\d{1,8}")
# Part M and Part K: the folio that does not exist, and the parcel about which nobody answers.
_NO_FOLIO = "240-999999"
_UNANSWERED_PARCEL = "240-100005"
_SLOW_UTILITY = "TELECOM"
_UTILITY_DAYS = 5


def orip(payload: Mapping[str, Any], fixtures: Fixtures, _now: datetime) -> Reply:
    """Owners and encumbrances of a folio; any other than 240-999999 exists."""
    folio = asked_for(payload, "folio")
    row = fixtures.row("orip", folio, str(payload.get("by") or ""))
    if row is not None:
        return Reply(payload=row | {"exists": True})
    if folio == _NO_FOLIO or not _FOLIO.fullmatch(folio):
        return NOT_FOUND
    return Reply(
        payload={
            "folio": folio,
            "circle": folio[:3],
            "address": "",
            "owners": f"Titular de demostración {folio[-4:]}",
            "owner_docs": "",
            "kind": "URBANO",
            "encumbrances": "",
            "registered_deed": "",
            "status": "ACTIVO",
            "exists": True,
        }
    )


def catastro(payload: Mapping[str, Any], fixtures: Fixtures, now: datetime) -> Reply:
    """Area, use and appraisal of a parcel by folio or NPN; or the receipt of a change (`change`)."""
    asked = asked_for(payload, "folio", "npn")
    if payload.get("change") is not None:
        return Reply(
            payload={
                "folio": asked,
                "acknowledged": True,
                "receipt": f"CAT-{now.year}-{abs(_stable(asked)) % 1_000_000:06d}",
            }
        )
    row = fixtures.row("catastro", asked, str(payload.get("by") or ""))
    row = row or fixtures.row("catastro", asked, "npn")
    return NOT_FOUND if row is None else Reply(payload=row)


def sig(payload: Mapping[str, Any], fixtures: Fixtures, _now: datetime) -> Reply:
    """Hazards and zones of a parcel, by folio or NPN."""
    asked = asked_for(payload, "folio", "parcel", "npn")
    row = fixtures.row("sig", asked) or fixtures.row("sig", asked, "npn")
    return NOT_FOUND if row is None else Reply(payload=row)


def corporacion(payload: Mapping[str, Any], _fixtures: Fixtures, _now: datetime) -> Reply:
    """The environmental authority's word on a parcel; about PR5 it keeps silent."""
    parcel = asked_for(payload, "folio", "parcel")
    said = {"parcel": parcel, "result": "FAVORABLE", "restrictions": "", "water_round": False}
    return Reply(payload=said, late=Later(None) if parcel == _UNANSWERED_PARCEL else None)


def esp(payload: Mapping[str, Any], _fixtures: Fixtures, _now: datetime) -> Reply:
    """A utility's leave to open a stretch of road; telecommunications take five business days."""
    utility = asked_for(payload, "utility", "kind")
    said = {"utility": utility.lower(), "authorized": True, "conditions": "Reponer el pavimento"}
    return Reply(payload=said, late=Later(_UTILITY_DAYS) if utility == _SLOW_UTILITY else None)


def _stable(text: str) -> int:
    return int.from_bytes(text.encode()[-7:] or b"\0", "big")
