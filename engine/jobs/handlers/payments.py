"""Money that goes back: asked of the bank once for each task, and again only after it bounced."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine import commands
from engine.errors import RefundTooHigh
from engine.exchange import ServiceUnavailable
from engine.jobs.contract import BusinessError, Done, HandlerRefused, Task
from engine.models import Refund, RefundStatus
from engine.payments import gateways
from engine.payments.gateway import GatewayUnavailable, RefundAnswer, RefundWish

BAD_ACCOUNT = "err.cuenta-invalida"
_ACCOUNT_KEYS = ("bank", "acct_type", "acct_number", "holder")
_SHOWN_DIGITS = 4


def refund(task: Task) -> Done:
    """Give `refundAmount` of `payment` back to `refundAccount`; leaves `refund` {reference, amount, paidAt}.

    Raises:
        HandlerRefused: there is no amount, or more would go back than was paid.
        BusinessError: `err.cuenta-invalida`: the account does not take it.
        ServiceUnavailable: the bank did not answer.
    """
    gateway = gateways.current()
    payment = _mapping(task.variables.get("payment"))
    account = _account(task.variables.get("refundAccount"))
    kept = _kept(task, payment, account, gateway.name)
    if kept.status == RefundStatus.REQUESTED:
        wish = RefundWish(
            reference=kept.reference,
            payment_reference=kept.payment_reference,
            transaction=kept.transaction,
            amount=kept.amount,
            account=account,
        )
        try:
            answer = gateway.refund(wish)
        except GatewayUnavailable as error:
            raise ServiceUnavailable(str(error)) from error
        kept = commands.finish_refund(
            commands.FinishRefund(
                job_id=task.job.id,
                is_paid=answer.answer is RefundAnswer.PAID,
                gateway_id=answer.gateway_id,
                finished_at=answer.happened_at,
            )
        )
    if kept.status == RefundStatus.BOUNCED:
        raise BusinessError(BAD_ACCOUNT, "El banco devolvió el giro.")
    value = {
        "reference": kept.reference,
        "amount": kept.amount,
        "paidAt": kept.finished_at,
        "account": kept.account,
        "paymentReference": kept.payment_reference,
    }
    return Done(variables={"refund": value})


def _kept(
    task: Task, payment: Mapping[str, Any], account: Mapping[str, str], gateway: str
) -> Refund:
    earlier = Refund.objects.filter(job_id=task.job.id).first()
    if earlier is not None:
        return earlier
    asked = task.variables.get("refundAmount")
    amount = _pesos(payment.get("amount") if asked is None else asked)
    try:
        return commands.request_refund(
            commands.RequestRefund(
                case_id=task.case.id,
                job_id=task.job.id,
                gateway=gateway,
                payment_reference=str(payment.get("reference") or ""),
                transaction=str(payment.get("transaction") or ""),
                amount=amount,
                reason=str(task.variables.get("refundReason") or ""),
                account=_masked(account),
            )
        )
    except RefundTooHigh as error:
        raise HandlerRefused(error.code, str(error.data.get("left"))) from error


def _pesos(value: object) -> int:
    if not isinstance(value, int | Decimal) or value != int(value) or value <= 0:
        raise HandlerRefused("amount-not-pesos", str(value))
    return int(value)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _account(value: object) -> dict[str, str]:
    """The account as gateways take it; empty: back to where the money came from."""
    given = _mapping(value)
    found = {key: str(given[key]) for key in _ACCOUNT_KEYS if given.get(key)}
    if "acct_number" in found:
        found["number"] = found.pop("acct_number")
    if "acct_type" in found:
        found["kind"] = found.pop("acct_type")
    return found


def _masked(account: Mapping[str, str]) -> str:
    """Bank and last digits: whoever reads the case need not know more of it.

    Source: Ley 1581 de 2012, art. 4 (restricted circulation).
    """
    number = account.get("number", "")
    if not number:
        return "Medio de pago original"
    return f"{account.get('bank', '')} ***{number[-_SHOWN_DIGITS:]}".strip()
