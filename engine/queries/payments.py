"""What pages show of money: an order to who knows its reference or reads its case; all of it to the treasury."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from engine.commands import TREASURY, resolutions_for
from engine.errors import NotAllowed, PaymentLineNotFound, PaymentOrderNotFound
from engine.models import (
    LineKind,
    LineResolution,
    OrderStatus,
    PaymentOrder,
    Reconciliation,
    ReconciliationLine,
    Refund,
    RefundStatus,
)
from engine.models.actor import Actor
from engine.queries.access import case_row
from engine.queries.paging import place

PAGE = 50
# People come back from the bank before its notice does.
_CONFIRMING = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class OrderView:
    """One order.

    Attributes:
        status: of `OrderStatus`; `status_text` as people read it.
        breakdown: text and amount of each line.
        is_payable: whether somebody may go to the bank now.
        is_confirming: somebody has just been there, and no notice has come.
    """

    reference: str
    concept: str
    amount: int
    breakdown: Sequence[tuple[str, int]]
    due_on: date
    created_at: datetime
    status: str
    status_text: str
    is_payable: bool
    is_confirming: bool
    is_settled: bool
    paid_at: datetime | None
    method: str
    transaction: str
    refunded: int
    param_version: str
    radicado: str
    procedure_name: str


@dataclass(frozen=True, kw_only=True)
class LineView:
    """One difference between our payments and the bank's."""

    id: int
    kind: str
    kind_text: str
    reference: str
    transaction: str
    ours: int | None
    theirs: int | None
    method: str
    happened_at: datetime | None
    found_at: datetime
    radicado: str
    is_open: bool
    resolution_text: str
    resolved_by: str
    resolved_at: datetime | None
    reason: str
    ways: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class RefundView:
    """One refund that is asked for, or bounced."""

    reference: str
    payment_reference: str
    amount: int
    account: str
    reason: str
    status: str
    status_text: str
    requested_at: datetime
    radicado: str


@dataclass(frozen=True, kw_only=True)
class OrderPage:
    """Some of the orders, the newest first."""

    rows: Sequence[OrderView]
    total: int
    number: int
    pages: int


def order_by_reference(reference: str, now: datetime) -> OrderView:
    """An order, to whoever knows its reference: it holds nothing of the person.

    Raises:
        PaymentOrderNotFound: there is none.
    """
    found = PaymentOrder.objects.select_related("case").filter(reference=reference).first()
    if found is None:
        raise PaymentOrderNotFound
    return _order(found, now)


def orders_of(actor: Actor, radicado: str, now: datetime) -> list[OrderView]:
    """Orders of a case, the newest first.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
    """
    case = case_row(actor, radicado)
    orders = case.payment_orders.select_related("case").order_by("-created_at")
    return [_order(order, now) for order in orders]


def order_page(
    actor: Actor, now: datetime, *, status: str = "", text: str = "", number: int = 1
) -> OrderPage:
    """One page of all orders; a page that is not there is the nearest one.

    Raises:
        NotAllowed: the actor is not of the treasury.
    """
    _require_treasury(actor)
    found = PaymentOrder.objects.select_related("case").order_by("-created_at", "-pk")
    if status:
        found = found.filter(status=status)
    wanted = text.strip().upper()
    if wanted:
        found = _found(found, wanted)
    total = found.count()
    here, pages = place(number, total, PAGE)
    rows = [_order(order, now) for order in found[(here - 1) * PAGE : here * PAGE]]
    return OrderPage(rows=rows, total=total, number=here, pages=pages)


def open_lines(actor: Actor) -> list[LineView]:
    """Differences that wait for somebody, the oldest first.

    Raises:
        NotAllowed: the actor is not of the treasury.
    """
    _require_treasury(actor)
    lines = _lines().filter(resolved_at=None).order_by("found_at", "pk")
    return [_line(line) for line in lines]


def resolved_lines(actor: Actor, limit: int = 20) -> list[LineView]:
    """The differences that were resolved last.

    Raises:
        NotAllowed: the actor is not of the treasury.
    """
    _require_treasury(actor)
    lines = _lines().exclude(resolved_at=None).order_by("-resolved_at", "-pk")
    return [_line(line) for line in lines[:limit]]


def line(actor: Actor, line_id: int) -> LineView:
    """One difference.

    Raises:
        NotAllowed: the actor is not of the treasury.
        PaymentLineNotFound: there is none.
    """
    _require_treasury(actor)
    found = _lines().filter(pk=line_id).first()
    if found is None:
        raise PaymentLineNotFound
    return _line(found)


def pending_refunds(actor: Actor) -> list[RefundView]:
    """Refunds that the bank has not paid, the oldest first.

    Raises:
        NotAllowed: the actor is not of the treasury.
    """
    _require_treasury(actor)
    found = Refund.objects.exclude(status=RefundStatus.PAID).select_related("case")
    return [_refund(refund) for refund in found.order_by("requested_at")[:PAGE]]


def reconciliations(actor: Actor, limit: int = 14) -> list[Reconciliation]:
    """The last comparisons, the newest first.

    Raises:
        NotAllowed: the actor is not of the treasury.
    """
    _require_treasury(actor)
    return list(Reconciliation.objects.all()[:limit])


def is_treasury(actor: Actor) -> bool:
    """Whether the actor sees all money."""
    return not actor.groups.isdisjoint(TREASURY)


def _require_treasury(actor: Actor) -> None:
    if not is_treasury(actor):
        raise NotAllowed


def _found(orders: QuerySet[PaymentOrder], wanted: str) -> QuerySet[PaymentOrder]:
    if wanted.startswith("PG-"):
        return orders.filter(reference__startswith=wanted)
    return orders.filter(case__radicado=wanted)


def _lines() -> QuerySet[ReconciliationLine]:
    differences = ReconciliationLine.objects.exclude(kind=LineKind.MATCHED)
    return differences.select_related("order__case", "resolved_by")


def _order(order: PaymentOrder, now: datetime) -> OrderView:
    status = OrderStatus(order.status)
    is_over = order.due_at <= now
    is_open = status is OrderStatus.OPEN
    went_at = order.opened_at
    return OrderView(
        reference=order.reference,
        concept=order.concept,
        amount=order.amount,
        breakdown=[(str(one["text"]), int(one["amount"])) for one in order.breakdown],
        due_on=order.due_on,
        created_at=order.created_at,
        status=status.value,
        status_text=_(str(status.label)),
        is_payable=order.may_begin and not is_over,
        is_confirming=is_open and went_at is not None and now - went_at < _CONFIRMING,
        is_settled=order.is_settled,
        paid_at=order.paid_at,
        method=order.method,
        transaction=order.gateway_id,
        refunded=order.refunded,
        param_version=order.param_version,
        radicado=order.case.radicado or "",
        procedure_name=order.case.procedure_name,
    )


def _line(line: ReconciliationLine) -> LineView:
    ways = resolutions_for(line) if line.is_open else ()
    return LineView(
        id=line.pk,
        kind=line.kind,
        kind_text=_(str(LineKind(line.kind).label)),
        reference=line.reference,
        transaction=line.transaction,
        ours=line.ours,
        theirs=line.theirs,
        method=line.method,
        happened_at=line.happened_at,
        found_at=line.found_at,
        radicado=(line.order.case.radicado or "") if line.order else "",
        is_open=line.is_open,
        resolution_text=_(str(LineResolution(line.resolution).label)) if line.resolution else "",
        resolved_by=str(line.resolved_by or ""),
        resolved_at=line.resolved_at,
        reason=line.reason,
        ways=[(way.value, _(str(way.label))) for way in ways],
    )


def _refund(refund: Refund) -> RefundView:
    return RefundView(
        reference=refund.reference,
        payment_reference=refund.payment_reference,
        amount=refund.amount,
        account=refund.account,
        reason=refund.reason,
        status=refund.status,
        status_text=_(str(RefundStatus(refund.status).label)),
        requested_at=refund.requested_at,
        radicado=refund.case.radicado or "",
    )
