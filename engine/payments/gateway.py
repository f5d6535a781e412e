"""What a payment gateway has to offer, in values of ours; each gateway is one class behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from engine.commands import Said


class GatewayUnavailable(Exception):
    """The gateway did not answer, or not as it should; asking again later may help."""

    code = "gateway-unavailable"


class NoticeRefused(Exception):
    """What came is no notice of the gateway.

    Attributes:
        code: `bad-signature`, `stale` or `unreadable`.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, kw_only=True)
class Bill:
    """What the gateway needs to know of an order; nothing of the person.

    Attributes:
        amount: whole pesos.
        due_at: after that moment the gateway lets nobody pay.
        return_url: where the payer comes back to.
        notify_url: where the gateway's notices go.
    """

    reference: str
    concept: str
    amount: int
    currency: str
    due_at: datetime
    return_url: str
    notify_url: str


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A page of the gateway at which the order can be paid, and the gateway's number of that try."""

    url: str
    gateway_id: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What the gateway says of one payment, once its signature is checked.

    Attributes:
        notice_id: the same for every try of the same notice.
        transaction: the gateway's number of the payment.
        happened_at: when the bank decided, aware.
    """

    notice_id: str
    transaction: str
    reference: str
    said: Said
    amount: int
    currency: str
    method: str
    happened_at: datetime


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """One movement of the bank's statement: a payment, or a refund (`is_refund`)."""

    transaction: str
    reference: str
    amount: int
    currency: str
    method: str
    happened_at: datetime
    is_refund: bool = False


class RefundAnswer(StrEnum):
    """What the bank did with a refund."""

    PAID = "PAID"
    BOUNCED = "BOUNCED"


@dataclass(frozen=True, kw_only=True)
class RefundWish:
    """Money to give back.

    Attributes:
        reference: ours; asked twice under it, the bank pays once.
        transaction: of the payment; empty where it was none of this gateway.
        account: bank, kind, number and holder; empty: back to where it came from.
    """

    reference: str
    payment_reference: str
    transaction: str
    amount: int
    account: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Refunded:
    """The bank's answer to a refund."""

    answer: RefundAnswer
    gateway_id: str
    happened_at: datetime


class PaymentGateway(Protocol):
    """One gateway; how to add another is told in docs/howto/add-a-payment-gateway.md."""

    @property
    def name(self) -> str:
        """Stands in the address of its notices and with every order that it takes."""
        ...

    @property
    def origin(self) -> str:
        """Scheme and host of its pages, which the content policy has to let people go to."""
        ...

    def open(self, bill: Bill) -> Opened:
        """A page to pay at; opened again while nobody decided, it is the same try.

        Raises:
            GatewayUnavailable: it did not answer.
        """
        ...

    def read_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """The notice, once its signature and its time are checked.

        Raises:
            NoticeRefused: it is not of this gateway, or not of now, or no notice.
        """
        ...

    def state(self, reference: str) -> Notice | None:
        """What the gateway knows of an order's newest payment; None when it knows of none.

        Raises:
            GatewayUnavailable: it did not answer.
        """
        ...

    def statement(self, day: date) -> Sequence[StatementLine]:
        """The movements of a day, by the bank's own clock in Colombia.

        Raises:
            GatewayUnavailable: it did not answer.
        """
        ...

    def refund(self, wish: RefundWish) -> Refunded:
        """Give money back.

        Raises:
            GatewayUnavailable: it did not answer; asked again, it pays once.
        """
        ...
