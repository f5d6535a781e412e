"""Payment orders as tasks of a model ask for them, and what a paid one means to its case.

Orders are made and withdrawn inside the step that asks, so that none is lost and none is made twice.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings

from engine.clock import Term, TermUnreadable, due, fires_at
from engine.commands import _routing
from engine.commands._starts import starts_of
from engine.errors import CaseStuck
from engine.feel.wire import from_wire
from engine.models import Message, OrderStatus, PaymentOrder, Subscription, SubscriptionKind
from engine.models.payments import UNPAID
from engine.models.waiting import NAME_LENGTH

if TYPE_CHECKING:
    from engine import runtime
    from engine.commands._work import Work

CONFIRMED = "msg.pago.confirmado"
REJECTED = "msg.pago.rechazado"
DUPLICATED = "msg.pago.duplicado"
REFUND_STARTS = "msg.devolucion.oficio"
_EXPIRED = "expired"
# A notice may come before its case waits for it, and long before somebody looks.
_CONFIRMED_LIVES = "P1Y"
_REJECTED_LIVES = "P2D"
_REFUND_LIVES = "P90D"
# Without letters and digits that look alike: people read it aloud on the telephone.
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
_REFERENCE_LENGTH = 20
_LARGEST = 10**15


def new_reference(prefix: str) -> str:
    """A reference that nobody guesses: about 99 bits."""
    return f"{prefix}-" + "".join(secrets.choice(_LETTERS) for _ in range(_REFERENCE_LENGTH))


def ask_payment(work: Work, job: runtime.OpenedJob) -> dict[str, Any]:
    """Make a payment order of `concept`, `amount`, `breakdown` and `dueTerm`; `order` has its reference."""
    given = job.variables
    order = PaymentOrder.objects.filter(case=work.case, token=job.token).first()
    if order is None:
        last_day = _last_day(work, job)
        params = given.get("params")
        order = PaymentOrder(
            case=work.case,
            reference=new_reference("PG"),
            token=job.token,
            concept=str(given.get("concept") or work.case.procedure_name)[:200],
            breakdown=_lines(given.get("breakdown"), job),
            amount=_pesos(given.get("amount"), job),
            param_version=str(params.get("version") or "") if isinstance(params, Mapping) else "",
            created_at=work.now,
            due_on=last_day,
            due_at=fires_at(last_day),
        )
        order.save(force_insert=True)
        work.record(
            "payment.ordered",
            reference=order.reference,
            concept=order.concept,
            amount=order.amount,
            params=order.param_version,
            due=last_day.isoformat(),
        )
    return {"order": order_value(order)}


def withdraw_order(work: Work, job: runtime.OpenedJob) -> dict[str, Any]:
    """Withdraw the order of variable `order` unless it is paid; header `cause` is `expired` at its term.

    A payment that the bank still works on at the end of the term is waited for once, one business day.
    """
    wanted = job.variables.get("order")
    reference = str(wanted.get("reference") or "") if isinstance(wanted, Mapping) else ""
    order = locked_order(reference)
    if order is None or order.case_id != work.case.id:
        raise CaseStuck(reason="unknown-order", element=job.element_id, detail=reference)
    if order.is_payable:
        _withdraw(work, order, str(job.headers.get("cause") or ""))
    return {"order": order_value(order)}


def withdraw_all(work: Work) -> None:
    """Withdraw every order of a case that is over; one that the bank still works on is left to the treasury."""
    payable = PaymentOrder.objects.select_for_update().filter(case=work.case, status__in=UNPAID)
    for order in payable.order_by("created_at"):
        _withdraw(work, order, "case-over")


def locked_order(reference: str) -> PaymentOrder | None:
    """An order, locked after its case."""
    return PaymentOrder.objects.select_for_update().filter(reference=reference).first()


def order_value(order: PaymentOrder) -> dict[str, Any]:
    """What a case's variables hold of an order."""
    return {
        "reference": order.reference,
        "concept": order.concept,
        "amount": order.amount,
        "breakdown": list(order.breakdown),
        "dueOn": order.due_on,
        "dueAt": order.due_at,
        "url": f"{settings.PUBLIC_URL}/pagos/{order.reference}/",
        "status": order.status,
        "paramVersion": order.param_version,
        "payment": payment_value(order) if order.is_settled else None,
    }


def payment_value(order: PaymentOrder, amount: int | None = None) -> dict[str, Any]:
    """What a case's variables hold of a payment.

    Args:
        order: paid.
        amount: what was paid, where it is not what was asked.
    """
    return {
        "reference": order.reference,
        "amount": order.amount if amount is None else amount,
        "paidAt": order.paid_at,
        "method": order.method,
        "transaction": order.gateway_id,
        "concept": order.concept,
    }


def expire_order(work: Work, order: PaymentOrder) -> None:
    """Nobody paid in time."""
    order.expire()
    order.save()
    work.record("payment.expired", reference=order.reference)


def settle(work: Work, order: PaymentOrder, payment: Mapping[str, Any]) -> None:
    """Mark the order paid and tell its case, in this transaction: neither is ever without the other.

    Args:
        work: on the order's case.
        order: locked and payable.
        payment: `transaction`, `amount`, `method` and `at`.
    """
    order.pay()
    order.gateway_id = str(payment["transaction"])
    order.method = str(payment["method"])[:60]
    order.paid_at = payment["at"]
    order.save()
    amount = int(payment["amount"])
    work.record(
        "payment.confirmed",
        reference=order.reference,
        amount=amount,
        transaction=order.gateway_id,
        method=order.method,
    )
    tell(
        work,
        CONFIRMED,
        order.reference,
        {"payment": payment_value(order, amount)},
        message_id=f"{order.gateway}:{order.gateway_id}:{order.reference}",
        lives=_CONFIRMED_LIVES,
    )


def tell_rejection(work: Work, order: PaymentOrder, notice_id: str) -> None:
    """Tell the case that the bank said no; the order may be tried again."""
    value = {"rejection": {"reference": order.reference, "rejectedAt": work.now}}
    tell(work, REJECTED, order.reference, value, message_id=notice_id, lives=_REJECTED_LIVES)


def ask_refund_case(work: Work, order: PaymentOrder, payment: Mapping[str, Any]) -> bool:
    """Have money that nobody owed given back: by the case if it waits for that, else by a case of its own.

    Args:
        work: on the order's case.
        order: what was paid (again).
        payment: `transaction`, `amount`, `method` and `at` of the payment in excess.

    Returns:
        Whether somebody takes it up now.

    Source: inventory, Appendix 4 (5): a refund by compensation needs no request.
    """
    waits = Subscription.objects.filter(
        kind=SubscriptionKind.MESSAGE,
        message=DUPLICATED,
        correlation_key__in=[order.reference, work.case.radicado or ""],
    ).first()
    name, key = (DUPLICATED, waits.correlation_key) if waits else (REFUND_STARTS, "")
    tell(
        work,
        name,
        key,
        _excess(work, order, payment),
        message_id=f"{order.gateway}:{payment['transaction']}:refund",
        lives=_REFUND_LIVES,
    )
    return waits is not None or bool(starts_of("message", REFUND_STARTS))


def tell(
    work: Work, name: str, key: str, value: Mapping[str, Any], *, message_id: str, lives: str
) -> None:
    """Keep a message of the case, once, and have it brought to whoever waits for it after the commit."""
    message_id = message_id[:NAME_LENGTH]
    if Message.objects.filter(message_id=message_id).exists():
        return
    message = _routing.store(
        name,
        value,
        at=work.now,
        key=key,
        time_to_live=lives,
        message_id=message_id,
        source=work.case,
    )
    work.record("message.thrown", message=name, element="")
    work.send_task(_routing.DELIVER_MESSAGE, str(message.id))


def _excess(work: Work, order: PaymentOrder, payment: Mapping[str, Any]) -> dict[str, Any]:
    case = work.case
    filed = from_wire(case.answers)
    people = {
        name: filed.get(name) if isinstance(filed, Mapping) else None
        for name in ("applicant", "notification", "consents")
    }
    amount, at = int(payment["amount"]), payment["at"]
    paid = {
        "reference": order.reference,
        "transaction": str(payment["transaction"]),
        "amount": amount,
        "paidAt": at,
        "method": str(payment["method"]),
        "concept": order.concept,
    }
    row = {"numero": order.reference, "fecha": work.today, "valor": amount}
    answers = {**people, "excess_kind": "pago_doble", "amount": amount, "receipts": [row]}
    return {
        **people,
        "answers": answers,
        "payment": paid,
        "origin": "COMPENSATION",
        "originRadicado": case.radicado,
    }


def _withdraw(work: Work, order: PaymentOrder, cause: str) -> None:
    if cause != _EXPIRED:
        order.cancel()
        order.save()
        work.record("payment.cancelled", reference=order.reference)
    elif order.status == OrderStatus.PENDING and not order.graced:
        order.graced = True
        order.due_on = due(work.today, Term.parse("1 DH"), work.calendar)
        order.due_at = fires_at(order.due_on)
        order.save()
        work.record("payment.awaited", reference=order.reference, until=order.due_on.isoformat())
    else:
        expire_order(work, order)


def _last_day(work: Work, job: runtime.OpenedJob) -> date:
    text = str(job.variables.get("dueTerm") or "")
    try:
        return due(work.today, Term.parse(text), work.calendar)
    except TermUnreadable as error:
        raise CaseStuck(
            reason="due-term-unreadable", element=job.element_id, detail=text
        ) from error


def _pesos(value: object, job: runtime.OpenedJob) -> int:
    """Whole pesos, above nothing."""
    number = value if isinstance(value, int | Decimal) and not isinstance(value, bool) else None
    if number is None or number != int(number) or not 0 < number < _LARGEST:
        raise CaseStuck(reason="amount-not-pesos", element=job.element_id, detail=str(value))
    return int(number)


def _lines(value: object, job: runtime.OpenedJob) -> list[dict[str, Any]]:
    """Lines of {text, amount}; a discount is a line below nothing."""
    found: list[dict[str, Any]] = []
    for line in value if isinstance(value, list) else []:
        amount = line.get("amount") if isinstance(line, Mapping) else None
        if not isinstance(line, Mapping) or not isinstance(amount, int | Decimal):
            raise CaseStuck(reason="breakdown-unreadable", element=job.element_id, detail=str(line))
        whole = Decimal(amount).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        found.append({"text": str(line.get("text") or ""), "amount": int(whole)})
    return found
