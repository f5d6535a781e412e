"""The daily comparison: the bank's statement against our payments; what no notice brought, it brings."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from engine import commands
from engine.clock import BOGOTA
from engine.commands import Said
from engine.models import (
    LineKind,
    NoticeVerdict,
    OrderStatus,
    PaymentOrder,
    Reconciliation,
    Refund,
)
from engine.payments import notices
from engine.payments.gateway import Notice, PaymentGateway, StatementLine

_DAYS_BACK = 7
_SETTLED = [OrderStatus.PAID, OrderStatus.REFUNDED, OrderStatus.PARTLY_REFUNDED]


def reconcile(gateway: PaymentGateway, day: date) -> Reconciliation:
    """Compare a day and keep what was found; made again, it finds the same.

    Raises:
        GatewayUnavailable: the statement could not be had.

    Source: inventory, Part E (`sp-liquidacion-pago`): reconciliation every day at 05:00.
    """
    statement = gateway.statement(day)
    payments = [line for line in statement if not line.is_refund]
    refunds = [line for line in statement if line.is_refund]
    # First what a notice should have told, so that it counts as ours.
    confirmed = sum(_bring(gateway, line) for line in payments)
    ours = {order.gateway_id: order for order in _paid_on(gateway, day)}
    lines = [
        *(found for line in payments if (found := _compared(line)) is not None),
        *_missing(ours, {line.transaction for line in payments}),
        *_unknown_refunds(refunds),
    ]
    return commands.keep_reconciliation(
        commands.KeepReconciliation(
            gateway=gateway.name,
            day=day,
            ours=len(ours),
            theirs=len(payments),
            confirmed=confirmed,
            lines=lines,
        )
    )


def reconcile_due(gateway: PaymentGateway, now: datetime) -> list[Reconciliation]:
    """Compare the days of the last week that were not compared, up to yesterday, the oldest first.

    Args:
        gateway: whose statements.
        now: aware; what day it is, it is in Colombia.

    Raises:
        GatewayUnavailable: a statement could not be had; the days before it are done.
    """
    today = now.astimezone(BOGOTA).date()
    days = [today - timedelta(days=back) for back in range(_DAYS_BACK, 0, -1)]
    done = set(
        Reconciliation.objects.filter(gateway=gateway.name, day__in=days).values_list(
            "day", flat=True
        )
    )
    return [reconcile(gateway, day) for day in days if day not in done]


def _bring(gateway: PaymentGateway, line: StatementLine) -> bool:
    """Apply a line as a notice where it tells something new; whether it confirmed a payment."""
    if _order_of(line) is not None:
        return False
    notice = Notice(
        notice_id=f"extracto:{line.transaction}",
        transaction=line.transaction,
        reference=line.reference,
        said=Said.APPROVED,
        amount=line.amount,
        currency=line.currency,
        method=line.method,
        happened_at=line.happened_at,
    )
    digest = hashlib.sha256(repr(line).encode()).hexdigest()
    verdict = notices.take(gateway, notice, digest, source="statement")
    return verdict is NoticeVerdict.CONFIRMED


def _compared(line: StatementLine) -> commands.Compared | None:
    """A payment of the statement beside ours; None where the notice has left a line of its own."""
    order = _order_of(line)
    if order is None:
        return None
    same = order.amount == line.amount and order.currency == line.currency
    return commands.Compared(
        kind=LineKind.MATCHED if same else LineKind.AMOUNT,
        order_id=order.id,
        payment=_payment(line),
    )


def _order_of(line: StatementLine) -> PaymentOrder | None:
    """The order that this very payment paid."""
    return PaymentOrder.objects.filter(
        reference=line.reference, gateway_id=line.transaction, status__in=_SETTLED
    ).first()


def _missing(ours: Mapping[str, PaymentOrder], theirs: set[str]) -> Iterator[commands.Compared]:
    for transaction, order in ours.items():
        if transaction not in theirs:
            yield commands.Compared(
                kind=LineKind.ONLY_OURS,
                order_id=order.id,
                payment={
                    "transaction": transaction,
                    "reference": order.reference,
                    "amount": None,
                    "method": order.method,
                    "at": order.paid_at,
                },
            )


def _unknown_refunds(refunds: list[StatementLine]) -> Iterator[commands.Compared]:
    for line in refunds:
        if not Refund.objects.filter(reference=line.reference).exists():
            yield commands.Compared(
                kind=LineKind.ONLY_BANK,
                order_id=None,
                payment={**_payment(line), "amount": -line.amount},
            )


def _payment(line: StatementLine) -> dict[str, Any]:
    return {
        "transaction": line.transaction,
        "reference": line.reference,
        "amount": line.amount,
        "method": line.method,
        "at": line.happened_at,
    }


def _paid_on(gateway: PaymentGateway, day: date) -> list[PaymentOrder]:
    begin = datetime.combine(day, time(), tzinfo=BOGOTA)
    return list(
        PaymentOrder.objects.filter(
            gateway=gateway.name,
            status__in=_SETTLED,
            paid_at__gte=begin,
            paid_at__lt=begin + timedelta(days=1),
        )
    )
