"""Money: what a case asks to be paid, every notice of a gateway, refunds, and the daily comparison with the bank.

Amounts are whole Colombian pesos. Rows are added and moved on by commands; none is ever removed.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django_fsm import FSMField, FSMModelMixin, transition

from engine.models.case import Case

CURRENCY = "COP"


class OrderStatus(models.TextChoices):
    """Life of a payment order."""

    OPEN = "open", "Por pagar"
    PENDING = "pending", "En proceso en el banco"
    PAID = "paid", "Pagada"
    REJECTED = "rejected", "El banco la rechazó"
    EXPIRED = "expired", "Vencida"
    CANCELLED = "cancelled", "Anulada"
    REFUNDED = "refunded", "Devuelta"
    PARTLY_REFUNDED = "partly_refunded", "Devuelta en parte"


# Nobody is paying it at the moment.
UNPAID = [OrderStatus.OPEN, OrderStatus.REJECTED]
_PAYABLE = [*UNPAID, OrderStatus.PENDING]
_SETTLED = [OrderStatus.PAID, OrderStatus.PARTLY_REFUNDED]


class PaymentOrder(FSMModelMixin, models.Model):
    """What one case asks to be paid, once.

    Attributes:
        reference: unique and not to be guessed: who knows it may see the order and pay it.
        token: of the job that asked for it in the flow; the same job never makes two.
        breakdown: lines of {text, amount}, as the procedure worked them out.
        param_version: version of the parameters with which the amount was worked out.
        due_on: last day for paying; `due_at` is the midnight after it.
        gateway_id: the gateway's own number of the try that is under way, or of the payment.
        graced: a payment under way on the last day was waited for already.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="payment_orders")
    reference = models.CharField(max_length=40, unique=True)
    token = models.CharField(max_length=120)
    concept = models.CharField(max_length=200)
    breakdown = models.JSONField(default=list)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3, default=CURRENCY)
    param_version = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    due_on = models.DateField()
    due_at = models.DateTimeField()
    status = FSMField(default=OrderStatus.OPEN, choices=OrderStatus.choices, protected=True)
    gateway = models.CharField(max_length=40, blank=True)
    gateway_id = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=60, blank=True)
    refunded = models.BigIntegerField(default=0)
    graced = models.BooleanField(default=False)

    class Meta:
        """One order for each token of a case; found by status and term."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "token"], name="one_order_for_each_token"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="order_asks_for_money"),
            models.CheckConstraint(
                condition=models.Q(refunded__gte=0, refunded__lte=models.F("amount")),
                name="no_more_refunded_than_paid",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "due_at"], name="order_by_term"),
            models.Index(fields=["paid_at"], name="order_by_payment"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_payable(self) -> bool:
        """Whether a payment may still be begun or awaited."""
        return self.status in _PAYABLE

    @property
    def may_begin(self) -> bool:
        """Whether somebody may go to the gateway: nobody is there already."""
        return self.status in UNPAID

    @property
    def is_settled(self) -> bool:
        """Whether its money is here, also if some of it went back."""
        return self.status in (*_SETTLED, OrderStatus.REFUNDED)

    @transition(field=status, source=_PAYABLE, target=OrderStatus.OPEN)
    def reopen(self) -> None:
        """Somebody goes to the gateway (again)."""

    @transition(field=status, source=_PAYABLE, target=OrderStatus.PENDING)
    def wait(self) -> None:
        """The bank has not decided yet."""

    @transition(field=status, source=_PAYABLE, target=OrderStatus.PAID)
    def pay(self) -> None:
        """The bank has the money."""

    @transition(field=status, source=_PAYABLE, target=OrderStatus.REJECTED)
    def reject(self) -> None:
        """The bank said no; it may be tried again."""

    @transition(field=status, source=_PAYABLE, target=OrderStatus.EXPIRED)
    def expire(self) -> None:
        """Nobody paid in time."""

    @transition(field=status, source=_PAYABLE, target=OrderStatus.CANCELLED)
    def cancel(self) -> None:
        """The case does not ask for it any more."""

    @transition(field=status, source=_SETTLED, target=OrderStatus.REFUNDED)
    def refund(self) -> None:
        """All of it went back."""

    @transition(field=status, source=_SETTLED, target=OrderStatus.PARTLY_REFUNDED)
    def refund_partly(self) -> None:
        """Some of it went back."""


class NoticeVerdict(models.TextChoices):
    """What became of a notice."""

    CONFIRMED = "confirmed", "Confirmó el pago"
    REJECTED = "rejected", "Avisó un rechazo"
    PENDING = "pending", "Avisó que está en proceso"
    REPEATED = "repeated", "Ya se conocía"
    OVERTAKEN = "overtaken", "Llegó después de otro más nuevo"
    DUPLICATE = "duplicate", "Otro pago de una orden pagada"
    WRONG_AMOUNT = "wrong-amount", "El valor no es el de la orden"
    LATE = "late", "La orden ya no esperaba pago"
    UNKNOWN_ORDER = "unknown-order", "Ninguna orden tiene esa referencia"
    BAD_SIGNATURE = "bad-signature", "La firma no es de la pasarela"
    STALE = "stale", "La hora del aviso está fuera del margen"
    UNREADABLE = "unreadable", "El aviso no se entiende"


class PaymentNotice(models.Model):
    """One notice of a gateway, as it came; what cannot be believed is kept as well.

    Attributes:
        notice_id: the gateway's own number of the notice; None where it cannot be believed.
        source: `webhook`, `statement` (the daily reconciliation) or `question` (we asked).
        sha256: digest of the body.
        times: how often it came; `altered`: a repeat had another body.
    """

    gateway = models.CharField(max_length=40)
    notice_id = models.CharField(max_length=120, null=True)  # noqa: DJ001
    source = models.CharField(max_length=10, default="webhook")
    order = models.ForeignKey(
        PaymentOrder, null=True, on_delete=models.PROTECT, related_name="notices"
    )
    reference = models.CharField(max_length=80, blank=True)
    transaction = models.CharField(max_length=80, blank=True)
    said = models.CharField(max_length=12, blank=True)
    amount = models.BigIntegerField(null=True)
    verdict = models.CharField(max_length=16, choices=NoticeVerdict.choices)
    sha256 = models.CharField(max_length=64)
    times = models.PositiveIntegerField(default=1)
    altered = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        """A gateway's notice is one row, however often it comes."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["gateway", "notice_id"], name="a_notice_counts_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["transaction"], name="notice_by_transaction"),
            models.Index(fields=["notice_id", "-received_at"], name="notice_by_arrival"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id or self.sha256[:12]}: {self.verdict}"


class RefundStatus(models.TextChoices):
    """Life of a refund."""

    REQUESTED = "requested", "Pedida al banco"
    PAID = "paid", "Girada"
    BOUNCED = "bounced", "La cuenta la rechazó"


class Refund(FSMModelMixin, models.Model):
    """Money that goes back; a new try after a bounce is a new row.

    Attributes:
        job_id: of the task in the flow; the same task never pays twice.
        order: None where what was paid was no order of this window.
        reference: ours, by which the gateway knows a repeat.
        transaction: the gateway's number of the payment; another than the order's is a payment in excess.
        account: where it goes, with all digits but the last four hidden.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="refunds")
    order = models.ForeignKey(
        PaymentOrder, null=True, on_delete=models.PROTECT, related_name="refunds"
    )
    job_id = models.UUIDField(unique=True)
    reference = models.CharField(max_length=40, unique=True)
    payment_reference = models.CharField(max_length=80, blank=True)
    transaction = models.CharField(max_length=80, blank=True)
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    account = models.CharField(max_length=80, blank=True)
    status = FSMField(default=RefundStatus.REQUESTED, choices=RefundStatus.choices, protected=True)
    gateway = models.CharField(max_length=40, blank=True)
    gateway_id = models.CharField(max_length=80, blank=True)
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """Money, and found by status."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="refund_gives_money")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "requested_at"], name="refund_by_status")
        ]

    def __str__(self) -> str:
        return self.reference

    @transition(field=status, source=RefundStatus.REQUESTED, target=RefundStatus.PAID)
    def settle(self) -> None:
        """The bank gave the money."""

    @transition(field=status, source=RefundStatus.REQUESTED, target=RefundStatus.BOUNCED)
    def bounce(self) -> None:
        """The account does not take it."""


class Reconciliation(models.Model):
    """One day's comparison of our payments with the statement of a gateway; made anew, it is the same row."""

    gateway = models.CharField(max_length=40)
    day = models.DateField()
    run_at = models.DateTimeField()
    ours = models.PositiveIntegerField(default=0)
    theirs = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)

    class Meta:
        """One for each day, the newest first."""

        ordering: ClassVar[list[str]] = ["-day"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["gateway", "day"], name="one_reconciliation_for_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.day:%Y-%m-%d}"


class LineKind(models.TextChoices):
    """What a comparison found about one payment."""

    MATCHED = "matched", "Coincide"
    ONLY_OURS = "only-ours", "Sólo está en la ventanilla"
    ONLY_BANK = "only-bank", "Sólo está en el banco"
    AMOUNT = "amount", "El valor es distinto"
    DUPLICATE = "duplicate", "Se pagó dos veces"
    LATE = "late", "Se pagó cuando ya no se esperaba"
    CASE_OVER = "case-over", "El trámite ya había terminado"


class LineResolution(models.TextChoices):
    """What an official did about a difference."""

    ACCEPTED = "accepted", "Se acepta como pago de la orden"
    REFUND = "refund", "Se devuelve el dinero"
    EXPLAINED = "explained", "Se explica y se cierra"
    BY_ITSELF = "by-itself", "Se aclaró sola"


class ReconciliationLine(models.Model):
    """One payment as we know it and as the bank does; a difference stays open until somebody resolves it.

    Attributes:
        reconciliation: None where a notice brought the difference to light.
        ours, theirs: amounts; None where that side knows nothing.
        resolved_by: None where it closed by itself, or is open.
    """

    reconciliation = models.ForeignKey(
        Reconciliation, null=True, on_delete=models.PROTECT, related_name="lines"
    )
    order = models.ForeignKey(
        PaymentOrder, null=True, on_delete=models.PROTECT, related_name="lines"
    )
    gateway = models.CharField(max_length=40)
    transaction = models.CharField(max_length=80, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=10, choices=LineKind.choices)
    ours = models.BigIntegerField(null=True)
    theirs = models.BigIntegerField(null=True)
    method = models.CharField(max_length=60, blank=True)
    happened_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField()
    resolution = models.CharField(max_length=10, choices=LineResolution.choices, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """A payment has one line of each kind; open ones are found first."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["gateway", "transaction", "reference", "kind"],
                name="one_line_for_a_payment",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["resolved_at", "kind"], name="line_by_resolution")
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.kind}"

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to see to it."""
        return self.kind != LineKind.MATCHED and self.resolved_at is None
