"""A person goes to the gateway with an order, and orders that nobody paid in time end."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from engine.commands import _orders
from engine.commands._run import run
from engine.commands._work import Work
from engine.commands.clock import now
from engine.errors import PaymentNotOpen, PaymentOrderNotFound
from engine.models import OrderStatus, PaymentOrder
from engine.models.actor import SYSTEM, Actor
from engine.models.payments import UNPAID

# The case's own timer comes first, and a payment under way has a business day; then the sweep looks.
_GRACE = timedelta(hours=1)
_PENDING_GRACE = timedelta(days=5)


@dataclass(frozen=True, kw_only=True)
class BeginPayment:
    """Somebody was given a gateway's page for an order.

    Attributes:
        gateway_id: the gateway's number of this try.
    """

    actor: Actor
    reference: str
    gateway: str
    gateway_id: str


def begin_payment(command: BeginPayment) -> None:
    """Note at which gateway, and under which number, the order is being paid.

    Raises:
        PaymentOrderNotFound: there is no such order.
        PaymentNotOpen: it is paid, under way, expired or withdrawn.
    """
    run(
        "begin-payment",
        command.actor,
        lambda work: _begin(work, command),
        case_id=_case_of(command.reference),
        submit_id=None,
    )


def expire_orders(limit: int = 200) -> int:
    """End the orders whose term is over and whose case does not see to it itself; how many they were."""
    moment = now()
    over = PaymentOrder.objects.filter(
        status__in=UNPAID, due_at__lte=moment - _GRACE
    ) | PaymentOrder.objects.filter(status=OrderStatus.PENDING, due_at__lte=moment - _PENDING_GRACE)
    found = list(over.order_by("due_at").values_list("reference", "case_id")[:limit])
    for reference, case_id in found:
        _expire(reference, case_id)
    return len(found)


def _expire(reference: str, case_id: UUID) -> None:
    def body(work: Work) -> dict[str, Any]:
        order = _orders.locked_order(reference)
        if order is not None and order.is_payable:
            _orders.expire_order(work, order)
        return {}

    run("expire-payment", SYSTEM, body, case_id=case_id, submit_id=None)


def _begin(work: Work, command: BeginPayment) -> dict[str, Any]:
    order = _orders.locked_order(command.reference)
    if order is None:
        raise PaymentOrderNotFound
    if not order.may_begin:
        raise PaymentNotOpen(status=order.status)
    is_known = order.status == OrderStatus.OPEN and order.gateway_id == command.gateway_id
    order.reopen()
    order.gateway = command.gateway
    order.gateway_id = command.gateway_id
    order.opened_at = work.now
    order.save()
    if not is_known:
        work.record(
            "payment.begun",
            reference=order.reference,
            gateway=command.gateway,
            transaction=command.gateway_id,
        )
    return {}


def _case_of(reference: str) -> UUID:
    found = PaymentOrder.objects.filter(reference=reference).values_list("case_id", flat=True)
    case_id = found.first()
    if case_id is None:
        raise PaymentOrderNotFound
    return case_id
