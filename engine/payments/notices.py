"""What a gateway sends or answers, brought to its order; nothing that comes is lost, or counts twice."""

import hashlib
import logging
from collections.abc import Mapping
from datetime import datetime

from engine import commands
from engine.models import NoticeVerdict
from engine.payments.gateway import Notice, NoticeRefused, PaymentGateway

_log = logging.getLogger(__name__)


def receive(
    gateway: PaymentGateway, headers: Mapping[str, str], body: bytes, now: datetime
) -> NoticeVerdict:
    """Take a request of a gateway's webhook; it never raises for what it holds.

    Args:
        gateway: by whose address it came.
        headers: of the request, by any spelling.
        body: byte for byte.
        now: moment of its arrival, aware.
    """
    digest = hashlib.sha256(body).hexdigest()
    try:
        notice = gateway.read_notice(headers, body, now)
    except NoticeRefused as refused:
        verdict = NoticeVerdict(refused.code)
        _log.warning("a notice for %s is not believed: %s", gateway.name, refused.code)
        commands.keep_unbelieved(gateway.name, verdict, digest)
        return verdict
    return take(gateway, notice, digest, source="webhook")


def take(gateway: PaymentGateway, notice: Notice, digest: str, *, source: str) -> NoticeVerdict:
    """Apply a notice that is known to be the gateway's."""
    return commands.take_notice(
        commands.TakeNotice(
            gateway=gateway.name,
            notice_id=notice.notice_id,
            transaction=notice.transaction,
            reference=notice.reference,
            said=notice.said,
            amount=notice.amount,
            currency=notice.currency,
            method=notice.method,
            happened_at=notice.happened_at,
            sha256=digest,
            source=source,
        )
    )
