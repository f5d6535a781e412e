"""The simulated bank's JSON, read into values; what does not fit is refused, never guessed."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.commands import Said
from engine.payments import signing
from engine.payments.gateway import Notice, NoticeRefused, StatementLine

LARGEST_BYTES = 64 * 1024
_LONGEST = 80
_LARGEST_AMOUNT = 10**15


def signed_notice(
    headers: Mapping[str, str], body: bytes, now: datetime, *, secret: str, tolerance_seconds: float
) -> Notice:
    """A notice whose signature and time are checked.

    Args:
        headers: of the request, by any spelling.
        body: byte for byte.
        now: moment of its arrival, aware.
        secret: both sides sign with it.
        tolerance_seconds: how far its time and ours may be apart.

    Raises:
        NoticeRefused: it is not of the bank, or not of now, or no notice.
    """
    if len(body) > LARGEST_BYTES:
        raise NoticeRefused("unreadable")
    if not signing.is_signed(secret, headers, body):
        raise NoticeRefused("bad-signature")
    if signing.seconds_off(headers, now) > tolerance_seconds:
        raise NoticeRefused("stale")
    try:
        return read_notice(json.loads(body))
    except (ValueError, KeyError, TypeError) as error:
        raise NoticeRefused("unreadable") from error


def read_notice(data: Any) -> Notice:
    """A notice from its data.

    Raises:
        ValueError, KeyError, TypeError: it is none.
    """
    return Notice(
        notice_id=_text(data, "id"),
        transaction=_text(data, "transaction"),
        reference=_text(data, "reference"),
        said=Said(_text(data, "status")),
        amount=_amount(data),
        currency=_text(data, "currency"),
        method=_text(data, "method"),
        happened_at=_moment(data),
    )


def read_line(data: Any) -> StatementLine:
    """A line of a statement from its data.

    Raises:
        ValueError, KeyError, TypeError: it is none.
    """
    return StatementLine(
        transaction=_text(data, "transaction"),
        reference=_text(data, "reference"),
        amount=_amount(data),
        currency=_text(data, "currency"),
        method=_text(data, "method"),
        happened_at=_moment(data),
        is_refund=data["kind"] == "refund",
    )


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data[key]
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST or "\0" in value:
        raise ValueError(key)
    return value


def _amount(data: Mapping[str, Any]) -> int:
    value = data["amount"]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _LARGEST_AMOUNT:
        raise ValueError("amount")
    return value


def _moment(data: Mapping[str, Any]) -> datetime:
    moment = datetime.fromisoformat(data["at"])
    if moment.tzinfo is None:
        raise ValueError("at")
    return moment
