"""The daily comparison with the bank's statement, kept; and what officials do about its differences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from engine.commands import _orders
from engine.commands._authority import require_reason
from engine.commands._payment_lines import close_line, keep_line
from engine.commands._run import run
from engine.commands._work import Work
from engine.commands.clock import now
from engine.errors import (
    NotAllowed,
    PaymentLineNotFound,
    PaymentLineResolved,
    ResolutionDoesNotFit,
)
from engine.models import (
    LineKind,
    LineResolution,
    PaymentOrder,
    Reconciliation,
    ReconciliationLine,
)
from engine.models.actor import Actor

TREASURY = frozenset({"tesorero", "secretario-hacienda"})


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One payment in the comparison.

    Attributes:
        order_id: of ours; None where the bank's is of none.
        payment: `transaction`, `reference`, `amount` (the bank's), `method` and `at`.
    """

    kind: LineKind
    order_id: UUID | None
    payment: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class KeepReconciliation:
    """A day's comparison.

    Attributes:
        ours, theirs: how many payments each side has.
        confirmed: how many the statement brought that no notice had.
    """

    gateway: str
    day: date
    ours: int
    theirs: int
    confirmed: int
    lines: Iterable[Compared]


@dataclass(frozen=True, kw_only=True)
class ResolveLine:
    """An official says what is done about a difference, and why.

    Attributes:
        resolution: None where they chose none.
    """

    actor: Actor
    line_id: int
    resolution: LineResolution | None
    reason: str
    submit_id: UUID


def keep_reconciliation(command: KeepReconciliation) -> Reconciliation:
    """Keep the comparison of a day; made again, it adds what is new and keeps what was resolved."""
    moment = now()
    with transaction.atomic():
        row, _ = Reconciliation.objects.update_or_create(
            gateway=command.gateway,
            day=command.day,
            defaults={
                "run_at": moment,
                "ours": command.ours,
                "theirs": command.theirs,
                "confirmed": command.confirmed,
            },
        )
        for compared in command.lines:
            _keep(compared, row, moment)
    return row


def _keep(compared: Compared, row: Reconciliation, moment: datetime) -> None:
    order = PaymentOrder.objects.filter(pk=compared.order_id).first() if compared.order_id else None
    keep_line(compared.kind, order, compared.payment, row.gateway, moment, reconciliation=row)
    if compared.kind is LineKind.MATCHED:
        missing = ReconciliationLine.objects.filter(
            gateway=row.gateway,
            transaction=compared.payment["transaction"],
            kind__in=[LineKind.ONLY_OURS, LineKind.ONLY_BANK],
            resolved_at=None,
        )
        for line in missing:
            close_line(line, moment, LineResolution.BY_ITSELF)


def resolve_line(command: ResolveLine) -> None:
    """Resolve a difference: accept the payment as the order's, have it given back, or explain it.

    Raises:
        NotAllowed: the actor is not of the treasury.
        ReasonMissing: no reason was given.
        PaymentLineNotFound: there is no such difference.
        PaymentLineResolved: somebody was quicker.
        ResolutionDoesNotFit: it cannot be resolved in that way.
    """
    if command.actor.groups.isdisjoint(TREASURY):
        raise NotAllowed
    reason = require_reason(command.reason)
    found = ReconciliationLine.objects.filter(pk=command.line_id).exclude(kind=LineKind.MATCHED)
    line = found.select_related("order").first()
    if line is None:
        raise PaymentLineNotFound
    if line.order is None:
        with transaction.atomic():
            _resolve_alone(command, reason)
        return
    run(
        "resolve-payment-line",
        command.actor,
        lambda work: _resolve(work, command, reason),
        case_id=line.order.case_id,
        submit_id=command.submit_id,
    )


def resolutions_for(line: ReconciliationLine) -> tuple[LineResolution, ...]:
    """In which ways a difference can be resolved."""
    order = line.order
    ways = [LineResolution.EXPLAINED]
    if order is None or not line.theirs or line.theirs <= 0:
        return tuple(ways)
    if line.kind in (LineKind.AMOUNT, LineKind.LATE, LineKind.DUPLICATE, LineKind.CASE_OVER):
        ways.insert(0, LineResolution.REFUND)
    if line.kind == LineKind.AMOUNT and order.is_payable:
        ways.insert(0, LineResolution.ACCEPTED)
    return tuple(ways)


def _resolve_alone(command: ResolveLine, reason: str) -> None:
    line = _open(command)
    _close(line, _fitting(line, command), command, reason, now())


def _resolve(work: Work, command: ResolveLine, reason: str) -> dict[str, Any]:
    line = _open(command)
    order = _orders.locked_order(line.reference)
    resolution = _fitting(line, command)
    if order is None:
        raise ResolutionDoesNotFit
    payment = {
        "transaction": line.transaction,
        "amount": line.theirs,
        "method": line.method,
        "at": line.happened_at or work.now,
    }
    if resolution is LineResolution.ACCEPTED:
        order.gateway = order.gateway or line.gateway
        _orders.settle(work, order, payment)
    elif resolution is LineResolution.REFUND:
        _orders.ask_refund_case(work, order, payment)
    _close(line, resolution, command, reason, work.now)
    work.record(
        "payment.difference-resolved",
        reference=line.reference,
        transaction=line.transaction,
        found=line.kind,
        resolution=resolution.value,
        reason=reason,
    )
    return {}


def _open(command: ResolveLine) -> ReconciliationLine:
    line = ReconciliationLine.objects.select_for_update().get(pk=command.line_id)
    if not line.is_open:
        raise PaymentLineResolved
    return line


def _fitting(line: ReconciliationLine, command: ResolveLine) -> LineResolution:
    if command.resolution is None or command.resolution not in resolutions_for(line):
        raise ResolutionDoesNotFit
    return command.resolution


def _close(
    line: ReconciliationLine,
    resolution: LineResolution,
    command: ResolveLine,
    reason: str,
    at: datetime,
) -> None:
    line.resolution = resolution
    line.reason = reason[:500]
    line.resolved_at = at
    line.resolved_by_id = command.actor.user_id
    line.save()
