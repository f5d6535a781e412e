"""Take what a gateway says of a payment: believed, applied to its order at most once, and always kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction

from engine.commands import _orders
from engine.commands._payment_lines import close_line, keep_line
from engine.commands._run import run
from engine.commands._work import Work
from engine.commands.clock import now
from engine.models import (
    LineKind,
    LineResolution,
    NoticeVerdict,
    OrderStatus,
    PaymentNotice,
    PaymentOrder,
)
from engine.models.actor import SYSTEM
from engine.models.payments import CURRENCY

# Anybody may send what is not signed: so much of it in an hour is kept, and no more.
_MOST_UNBELIEVED = 500
_MONEY_CAME = (
    NoticeVerdict.CONFIRMED,
    NoticeVerdict.DUPLICATE,
    NoticeVerdict.WRONG_AMOUNT,
    NoticeVerdict.LATE,
)


class Said(StrEnum):
    """What a gateway says of a payment."""

    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    PENDING = "PENDING"


@dataclass(frozen=True, kw_only=True)
class TakeNotice:
    """A notice whose sender is known to be the gateway.

    Attributes:
        notice_id: the gateway's own; the same one twice counts once.
        transaction: the gateway's number of the payment.
        reference: of our order.
        happened_at: when the bank decided, aware.
        sha256: of the body.
        source: `webhook`, `statement` or `question`.
    """

    gateway: str
    notice_id: str
    transaction: str
    reference: str
    said: Said
    amount: int
    currency: str
    method: str
    happened_at: datetime
    sha256: str
    source: str = "webhook"


def take_notice(command: TakeNotice) -> NoticeVerdict:
    """Apply a notice to its order and keep it, whatever it says; the answer is what became of it.

    A notice that came before is counted and changes nothing, also when both come at the same moment.
    """
    case_id = (
        PaymentOrder.objects.filter(reference=command.reference)
        .values_list("case_id", flat=True)
        .first()
    )
    try:
        if case_id is None:
            return _without_order(command)
        answer = run(
            "payment-notice",
            SYSTEM,
            lambda work: {"verdict": _take(work, command)},
            case_id=case_id,
            submit_id=None,
        )
        return NoticeVerdict(answer["verdict"])
    except IntegrityError:
        # The other one was quicker by a moment; a fault of another kind shows again.
        if not _same(command).exists():
            raise
        with transaction.atomic():
            _count(command)
        return NoticeVerdict.REPEATED


def keep_unbelieved(gateway: str, verdict: NoticeVerdict, sha256: str) -> None:
    """Note that something came that is not the gateway's, or no notice; it changes nothing else."""
    moment = now()
    with transaction.atomic():
        unbelieved = PaymentNotice.objects.filter(notice_id=None)
        same = unbelieved.filter(gateway=gateway, verdict=verdict, sha256=sha256).first()
        if same is not None:
            same.times += 1
            same.last_at = moment
            same.save(update_fields=["times", "last_at"])
            return
        if (
            unbelieved.filter(received_at__gt=moment - timedelta(hours=1)).count()
            < _MOST_UNBELIEVED
        ):
            PaymentNotice.objects.create(
                gateway=gateway,
                notice_id=None,
                verdict=verdict,
                sha256=sha256,
                received_at=moment,
                last_at=moment,
            )


def _without_order(command: TakeNotice) -> NoticeVerdict:
    with transaction.atomic():
        if _count(command):
            return NoticeVerdict.REPEATED
        moment = now()
        _keep(command, None, NoticeVerdict.UNKNOWN_ORDER, moment)
        if command.said is Said.APPROVED:
            keep_line(LineKind.ONLY_BANK, None, payment_of(command), command.gateway, moment)
    return NoticeVerdict.UNKNOWN_ORDER


def _take(work: Work, command: TakeNotice) -> str:
    if _count(command):
        return NoticeVerdict.REPEATED.value
    order = _orders.locked_order(command.reference)
    if order is None:
        raise AssertionError(command.reference)
    verdict = _judge(order, command)
    _keep(command, order, verdict, work.now)
    order.gateway = order.gateway or command.gateway
    _APPLY.get(verdict, _note)(work, order, command)
    return verdict.value


def _judge(order: PaymentOrder, command: TakeNotice) -> NoticeVerdict:
    known = order.notices.filter(transaction=command.transaction)
    if command.said is Said.APPROVED:
        return _judge_approval(order, command, known.filter(verdict__in=_MONEY_CAME).exists())
    rejected = known.filter(verdict=NoticeVerdict.REJECTED).exists()
    is_another = order.gateway_id not in ("", command.transaction)
    if not order.is_payable or is_another or known.filter(verdict__in=_MONEY_CAME).exists():
        return NoticeVerdict.OVERTAKEN
    if command.said is Said.PENDING:
        if rejected:
            return NoticeVerdict.OVERTAKEN
        waits = order.status == OrderStatus.PENDING
        return NoticeVerdict.REPEATED if waits else NoticeVerdict.PENDING
    return NoticeVerdict.REPEATED if rejected else NoticeVerdict.REJECTED


def _judge_approval(order: PaymentOrder, command: TakeNotice, is_known: bool) -> NoticeVerdict:
    if is_known:
        return NoticeVerdict.REPEATED
    if order.is_settled:
        # An official may have accepted this very payment before.
        same = order.gateway_id == command.transaction
        return NoticeVerdict.REPEATED if same else NoticeVerdict.DUPLICATE
    if not order.is_payable:
        return NoticeVerdict.LATE
    if command.amount != order.amount or command.currency != CURRENCY:
        return NoticeVerdict.WRONG_AMOUNT
    return NoticeVerdict.CONFIRMED


def _confirm(work: Work, order: PaymentOrder, command: TakeNotice) -> None:
    _orders.settle(work, order, payment_of(command))
    if work.case.is_over:
        _difference(LineKind.CASE_OVER, work, order, command)


def _reject(work: Work, order: PaymentOrder, command: TakeNotice) -> None:
    order.reject()
    order.gateway_id = command.transaction
    order.save()
    work.record("payment.rejected", reference=order.reference, transaction=command.transaction)
    _orders.tell_rejection(work, order, f"{command.gateway}:{command.notice_id}")


def _wait(work: Work, order: PaymentOrder, command: TakeNotice) -> None:
    order.wait()
    order.gateway_id = command.transaction
    order.save()
    work.record("payment.pending", reference=order.reference, transaction=command.transaction)


def _duplicate(work: Work, order: PaymentOrder, command: TakeNotice) -> None:
    payment = payment_of(command)
    line = keep_line(LineKind.DUPLICATE, order, payment, command.gateway, work.now)
    is_taken_up = _orders.ask_refund_case(work, order, payment)
    if is_taken_up:
        close_line(line, work.now, LineResolution.REFUND)
    work.record(
        "payment.duplicated",
        reference=order.reference,
        transaction=command.transaction,
        amount=command.amount,
        refund=is_taken_up,
    )


def _wrong_amount(work: Work, order: PaymentOrder, command: TakeNotice) -> None:
    _difference(LineKind.AMOUNT, work, order, command)
    work.record(
        "payment.wrong-amount",
        reference=order.reference,
        transaction=command.transaction,
        asked=order.amount,
        paid=command.amount,
        currency=command.currency,
    )


def _late(work: Work, order: PaymentOrder, command: TakeNotice) -> None:
    _difference(LineKind.LATE, work, order, command)
    work.record(
        "payment.late",
        reference=order.reference,
        transaction=command.transaction,
        amount=command.amount,
    )


def _note(work: Work, order: PaymentOrder, command: TakeNotice) -> None:
    work.record(
        "payment.noticed",
        reference=order.reference,
        transaction=command.transaction,
        said=command.said.value,
    )


_APPLY = {
    NoticeVerdict.CONFIRMED: _confirm,
    NoticeVerdict.REJECTED: _reject,
    NoticeVerdict.PENDING: _wait,
    NoticeVerdict.DUPLICATE: _duplicate,
    NoticeVerdict.WRONG_AMOUNT: _wrong_amount,
    NoticeVerdict.LATE: _late,
}


def _difference(kind: LineKind, work: Work, order: PaymentOrder, command: TakeNotice) -> None:
    keep_line(kind, order, payment_of(command), command.gateway, work.now)


def payment_of(command: TakeNotice) -> Mapping[str, Any]:
    """A notice as the payment that it tells of."""
    return {
        "transaction": command.transaction,
        "reference": command.reference,
        "amount": command.amount,
        "method": command.method,
        "at": command.happened_at,
    }


def _same(command: TakeNotice) -> Any:
    return PaymentNotice.objects.filter(gateway=command.gateway, notice_id=command.notice_id)


def _count(command: TakeNotice) -> bool:
    """Count a notice that came before; False when it is new."""
    earlier = _same(command).select_for_update().first()
    if earlier is None:
        return False
    earlier.times += 1
    earlier.last_at = now()
    earlier.altered = earlier.altered or earlier.sha256 != command.sha256
    earlier.save(update_fields=["times", "last_at", "altered"])
    return True


def _keep(
    command: TakeNotice, order: PaymentOrder | None, verdict: NoticeVerdict, at: datetime
) -> None:
    PaymentNotice.objects.create(
        gateway=command.gateway,
        notice_id=command.notice_id,
        source=command.source,
        order=order,
        reference=command.reference[:80],
        transaction=command.transaction,
        said=command.said.value,
        amount=command.amount,
        verdict=verdict,
        sha256=command.sha256,
        received_at=at,
        last_at=at,
    )
