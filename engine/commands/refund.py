"""Money goes back: asked of the bank under a reference of ours, and noted when it answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Sum

from engine.commands import _orders
from engine.commands._run import run
from engine.commands._work import Work
from engine.errors import RefundTooHigh
from engine.models import PaymentOrder, ReconciliationLine, Refund, RefundStatus
from engine.models.actor import SYSTEM


@dataclass(frozen=True, kw_only=True)
class RequestRefund:
    """A task of a case asks the bank to give money back.

    Attributes:
        job_id: the task; asked again, it is the same refund.
        payment_reference: of our order, or of what was paid elsewhere.
        transaction: the bank's number of the payment; empty for the order's own.
        account: where it goes, its digits hidden.
    """

    case_id: UUID
    job_id: UUID
    gateway: str
    payment_reference: str
    transaction: str
    amount: int
    reason: str
    account: str


@dataclass(frozen=True, kw_only=True)
class FinishRefund:
    """The bank has answered.

    Attributes:
        is_paid: it gave the money; else the account does not take it.
    """

    job_id: UUID
    is_paid: bool
    gateway_id: str
    finished_at: datetime


def request_refund(command: RequestRefund) -> Refund:
    """Keep the refund before the bank is asked, so that a killed worker asks for the same one.

    Raises:
        RefundTooHigh: more would go back than was paid.
    """
    run(
        "request-refund",
        SYSTEM,
        lambda work: _request(work, command),
        case_id=command.case_id,
        submit_id=None,
    )
    return Refund.objects.get(job_id=command.job_id)


def finish_refund(command: FinishRefund) -> Refund:
    """Note what the bank answered, with the refund and with the order it is of; repeatable."""
    case_id = Refund.objects.values_list("case_id", flat=True).get(job_id=command.job_id)
    run(
        "finish-refund",
        SYSTEM,
        lambda work: _finish(work, command),
        case_id=case_id,
        submit_id=None,
    )
    refund = Refund.objects.select_related("order").get(job_id=command.job_id)
    order = refund.order
    if order is not None and command.is_paid and refund.transaction in ("", order.gateway_id):
        # In a transaction of its own: the order may be another case's, and none locks two.
        reference = order.reference
        run(
            "refund-order",
            SYSTEM,
            lambda work: _count(work, reference),
            case_id=order.case_id,
            submit_id=None,
        )
    return refund


def _request(work: Work, command: RequestRefund) -> dict[str, Any]:
    if Refund.objects.filter(job_id=command.job_id).exists():
        return {}
    order = _orders.locked_order(command.payment_reference)
    if order is not None:
        _require_left(order, command)
    refund = Refund(
        case=work.case,
        order=order,
        job_id=command.job_id,
        reference=_orders.new_reference("DV"),
        payment_reference=command.payment_reference[:80],
        transaction=command.transaction[:80],
        amount=command.amount,
        reason=command.reason[:300],
        account=command.account[:80],
        gateway=command.gateway,
        requested_at=work.now,
    )
    refund.save(force_insert=True)
    work.record(
        "refund.requested",
        reference=refund.reference,
        payment=refund.payment_reference,
        amount=refund.amount,
        account=refund.account,
    )
    return {}


def _require_left(order: PaymentOrder, command: RequestRefund) -> None:
    is_own = command.transaction in ("", order.gateway_id)
    transactions = ["", order.gateway_id] if is_own else [command.transaction]
    given = Refund.objects.filter(order=order, transaction__in=transactions).exclude(
        status=RefundStatus.BOUNCED
    )
    gone = given.aggregate(sum=Sum("amount"))["sum"] or 0
    if is_own:
        paid = order.amount if order.is_settled else 0
    else:
        lines = ReconciliationLine.objects.filter(order=order, transaction=command.transaction)
        paid = lines.values_list("theirs", flat=True).first() or 0
    if gone + command.amount > paid:
        raise RefundTooHigh(left=paid - gone)


def _finish(work: Work, command: FinishRefund) -> dict[str, Any]:
    refund = Refund.objects.select_for_update().get(job_id=command.job_id)
    if refund.status != RefundStatus.REQUESTED:
        return {}
    if command.is_paid:
        refund.settle()
    else:
        refund.bounce()
    refund.gateway_id = command.gateway_id[:80]
    refund.finished_at = command.finished_at
    refund.save()
    work.record(
        "refund.paid" if command.is_paid else "refund.bounced",
        reference=refund.reference,
        payment=refund.payment_reference,
        amount=refund.amount,
    )
    return {}


def _count(work: Work, reference: str) -> dict[str, Any]:
    order = _orders.locked_order(reference)
    if order is None or not order.is_settled:
        return {}
    paid = Refund.objects.filter(
        order=order, status=RefundStatus.PAID, transaction__in=["", order.gateway_id]
    )
    gone = paid.aggregate(sum=Sum("amount"))["sum"] or 0
    if gone <= order.refunded:
        return {}
    order.refunded = gone
    if gone >= order.amount:
        order.refund()
    else:
        order.refund_partly()
    order.save()
    work.record("payment.refunded", reference=reference, refunded=gone, of=order.amount)
    return {}
