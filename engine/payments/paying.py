"""An order's way to its gateway: the page to pay at, and asking what became of it."""

import hashlib
import logging
from datetime import datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from django.db.models import Q

from engine import commands
from engine.errors import PaymentNotOpen, PaymentOrderNotFound
from engine.models import OrderStatus, PaymentOrder
from engine.models.actor import Actor
from engine.payments import notices
from engine.payments.gateway import Bill, GatewayUnavailable, Opened, PaymentGateway

_SILENT = timedelta(minutes=10)
_LEFT = timedelta(hours=2)
_DECIDES = timedelta(days=2)
_log = logging.getLogger(__name__)


def begin(reference: str, actor: Actor, gateway: PaymentGateway) -> Opened:
    """A page of the gateway at which the order can be paid.

    Raises:
        PaymentOrderNotFound: there is no such order.
        PaymentNotOpen: nothing can be paid now.
        GatewayUnavailable: the gateway did not answer.
    """
    order = PaymentOrder.objects.filter(reference=reference).first()
    if order is None:
        raise PaymentOrderNotFound
    if not order.may_begin:
        raise PaymentNotOpen(status=order.status)
    opened = gateway.open(bill_of(order, gateway.name))
    commands.begin_payment(
        commands.BeginPayment(
            actor=actor,
            reference=reference,
            gateway=gateway.name,
            gateway_id=opened.gateway_id,
        )
    )
    return opened


def bill_of(order: PaymentOrder, gateway_name: str) -> Bill:
    """What a gateway is told of an order."""
    page = f"{settings.PUBLIC_URL}/pagos/{quote(order.reference)}/"
    return Bill(
        reference=order.reference,
        concept=order.concept,
        amount=order.amount,
        currency=order.currency,
        due_at=order.due_at,
        return_url=f"{page}regreso/",
        notify_url=f"{settings.PUBLIC_URL}/pagos/avisos/{quote(gateway_name)}/",
    )


def ask_about_silent(gateway: PaymentGateway, now: datetime, limit: int = 50) -> int:
    """Ask about the payments that were begun a while ago and of which no notice came; how many.

    Source: inventory, Part E (`sp-liquidacion-pago`): a notice may be lost, a payment may not.
    """
    # Who left the bank's page is asked about for a while; the daily statement finds the rest.
    left = Q(status=OrderStatus.OPEN, opened_at__gt=now - _LEFT)
    decides = Q(status=OrderStatus.PENDING, opened_at__gt=now - _DECIDES)
    silent = PaymentOrder.objects.filter(
        left | decides, gateway=gateway.name, opened_at__lte=now - _SILENT
    )
    references = list(silent.order_by("-opened_at").values_list("reference", flat=True)[:limit])
    for reference in references:
        try:
            ask_about(gateway, reference)
        except GatewayUnavailable as error:
            _log.warning("%s does not say what became of an order: %s", gateway.name, error)
            break
    return len(references)


def ask_about(gateway: PaymentGateway, reference: str) -> None:
    """Ask the gateway what became of an order, and apply what it says.

    Raises:
        GatewayUnavailable: the gateway did not answer.
    """
    found = gateway.state(reference)
    if found is not None and found.reference == reference:
        digest = hashlib.sha256(repr(found).encode()).hexdigest()
        notices.take(gateway, found, digest, source="question")
