"""Payments in rehearsals: a gateway without HTTP, whose notices come by the door of the real ones."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import uuid4

from engine import commands
from engine.commands import clock
from engine.errors import PaymentOrderNotFound
from engine.models import Case, NoticeVerdict, OrderStatus, PaymentOrder
from engine.models.actor import SYSTEM
from engine.payments import gateways, signing, wire
from engine.payments.gateway import (
    Bill,
    GatewayUnavailable,
    Notice,
    Opened,
    RefundAnswer,
    Refunded,
    RefundWish,
    StatementLine,
)
from engine.payments.notices import receive

# As scenarios name the gateway among the services that behave as they say.
GATEWAY = "pasarela"
_SECRET = "ensayo"  # noqa: S105 — of a gateway that lives inside one rehearsal
_TOLERANCE_SECONDS = 300
_BOUNCES = "000"


class RehearsalGatewaySimulator:
    """Stands for a gateway in rehearsals; an account that begins with 000 bounces, as at the simulated bank."""

    name = "banco-de-ensayo"
    origin = "https://banco.invalid"

    def open(self, bill: Bill) -> Opened:
        """A page that nobody opens."""
        return Opened(url=f"{self.origin}/{bill.reference}", gateway_id=f"E-{bill.reference}")

    def read_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """The notice, signed as real ones are."""
        return wire.signed_notice(
            headers, body, now, secret=_SECRET, tolerance_seconds=_TOLERANCE_SECONDS
        )

    def state(self, reference: str) -> Notice | None:
        """Nothing: a rehearsal says itself what happens."""
        del reference
        return None

    def statement(self, day: date) -> Sequence[StatementLine]:
        """Nothing: a rehearsal has no statement."""
        del day
        return []

    def refund(self, wish: RefundWish) -> Refunded:
        """The money is given back at once, or the account does not take it."""
        bounces = wish.account.get("number", "").startswith(_BOUNCES)
        return Refunded(
            answer=RefundAnswer.BOUNCED if bounces else RefundAnswer.PAID,
            gateway_id=f"E-{wish.reference}",
            happened_at=clock.now(),
        )


class GatewayDownSimulator(RehearsalGatewaySimulator):
    """Stands for a gateway that does not answer when it is asked to give money back."""

    def refund(self, wish: RefundWish) -> Refunded:
        """Fail.

        Raises:
            GatewayUnavailable: always.
        """
        raise GatewayUnavailable(wish.reference)


class SlowGatewaySimulator(RehearsalGatewaySimulator):
    """Stands for a gateway whose notices come in the moment in which the order's term is over."""


def notice_at(case: Case, now: datetime, *, new_reference: bool = False) -> datetime:
    """When the gateway tells what it decided on the order that `play` would take: now, or at the order's end.

    Raises:
        PaymentOrderNotFound: the case has no order.
    """
    order = _order(case, is_settled=new_reference)
    return order.due_at if isinstance(gateways.current(), SlowGatewaySimulator) else now


def play(
    case: Case,
    *,
    verdict: str,
    now: datetime,
    amount: int | None = None,
    again: bool = False,
    new_reference: bool = False,
) -> NoticeVerdict:
    """Let a gateway decide on the case's newest order that is not paid, or pay one again.

    Args:
        case: whose order is paid.
        verdict: `APPROVED`, `REJECTED` or `PENDING`.
        now: the rehearsal's present, aware.
        amount: what is paid, where it is not what the order asks.
        again: the same notice comes twice.
        new_reference: it is another payment than the one before, of the same order.

    Raises:
        PaymentOrderNotFound: the case has no order.
    """
    order = _order(case, is_settled=new_reference)
    gateway = RehearsalGatewaySimulator()
    transaction = _transaction(order, gateway, is_another=new_reference)
    body = json.dumps(
        {
            "id": str(uuid4()),
            "transaction": transaction,
            "reference": order.reference,
            "status": verdict,
            "amount": order.amount if amount is None else amount,
            "currency": order.currency,
            "method": "Pago de ensayo",
            "at": now.isoformat(),
        }
    ).encode()
    headers = signing.sign(_SECRET, now, body)
    found = NoticeVerdict.UNREADABLE
    with gateways.lend(gateway):
        for _ in range(2 if again else 1):
            found = receive(gateway, headers, body, now)
    return found


def _order(case: Case, *, is_settled: bool) -> PaymentOrder:
    """The newest one that is paid or not, as is wanted; else the newest."""
    orders = list(PaymentOrder.objects.filter(case=case).order_by("-created_at", "-pk"))
    wanted = [order for order in orders if order.is_settled == is_settled]
    order = next(iter(wanted + orders), None)
    if order is None:
        raise PaymentOrderNotFound(case=str(case))
    return order


def _transaction(
    order: PaymentOrder, gateway: RehearsalGatewaySimulator, *, is_another: bool
) -> str:
    """The try that the notice is about: the one under way, or a new one that somebody begins."""
    is_begun = bool(order.gateway_id) and order.status != OrderStatus.REJECTED
    if is_begun and not is_another:
        return order.gateway_id
    transaction = f"E-{uuid4().hex[:16]}"
    if order.may_begin:
        commands.begin_payment(
            commands.BeginPayment(
                actor=SYSTEM,
                reference=order.reference,
                gateway=gateway.name,
                gateway_id=transaction,
            )
        )
    return transaction
