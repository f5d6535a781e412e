"""Signatures between the window and a gateway: HMAC-SHA256 over the time and the body.

Source: RFC 2104; the form (time, dot, body; both in headers) is that of common payment webhooks.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

TIME_HEADER = "X-Pago-Hora"
SIGNATURE_HEADER = "X-Pago-Firma"


def sign(secret: str, at: datetime, body: bytes, purpose: str = "") -> dict[str, str]:
    """Headers that prove who sends the body, and when.

    Args:
        secret: shared by both sides.
        at: now, aware.
        body: as it is sent, byte for byte.
        purpose: the path of a request, so that it serves for no other; empty for notices.
    """
    stamp = str(int(at.timestamp()))
    return {TIME_HEADER: stamp, SIGNATURE_HEADER: _digest(secret, stamp, body, purpose)}


def is_signed(secret: str, headers: Mapping[str, str], body: bytes, purpose: str = "") -> bool:
    """Whether the headers prove the body; says nothing of when it was sent."""
    found = {name.lower(): value for name, value in headers.items()}
    stamp = found.get(TIME_HEADER.lower(), "")
    given = found.get(SIGNATURE_HEADER.lower(), "")
    wanted = _digest(secret, stamp, body, purpose)
    # Headers may hold any text; compare_digest takes only ASCII as text.
    return bool(secret) and hmac.compare_digest(wanted.encode(), given.encode(errors="replace"))


def seconds_off(headers: Mapping[str, str], now: datetime) -> float:
    """How far the time of the headers and now are apart; infinite when there is none."""
    found = {name.lower(): value for name, value in headers.items()}
    stamp = found.get(TIME_HEADER.lower(), "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12):
        return float("inf")
    return abs(now.timestamp() - int(stamp))


def _digest(secret: str, stamp: str, body: bytes, purpose: str) -> str:
    text = ".".join(part for part in (stamp, purpose) if part).encode(errors="replace")
    return hmac.new(secret.encode(), text + b"." + body, hashlib.sha256).hexdigest()
