"""The simulated bank's conduct: what it decides, when it says so, and what its statement shows."""

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from engine.clock import BOGOTA
from engine.payments import signing
from engine.payments.bank_simulator.ledger import (
    APPROVED,
    OPEN,
    PENDING,
    REJECTED,
    Ledger,
    RefundEntry,
    Transaction,
)
from engine.payments.bank_simulator.notifier import Notifier

APPROVE, REJECT, LEAVE_PENDING, NEVER = "aprobar", "rechazar", "pendiente", "nunca"
CHOICES = (APPROVE, REJECT, LEAVE_PENDING, NEVER)
_REJECTED_ENDING, _PENDING_ENDING = 13, 14
_BOUNCES = "000"


class Refused(Exception):
    """The bank does not do what is asked.

    Attributes:
        status: HTTP status.
    """

    def __init__(self, status: int, why: str) -> None:
        self.status = status
        super().__init__(why)


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How slow the bank is.

    Attributes:
        delay_seconds: from the payer's choice to the notice.
        pending_seconds: how long a pending payment stays so before it is approved.
        tolerance_seconds: how far a request's time and the bank's may be apart.
    """

    delay_seconds: float = 2
    pending_seconds: float = 20 * 60
    tolerance_seconds: float = 300


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


class Bank:
    """Everything that the server asks; it knows nothing of HTTP but the addresses that it was given."""

    def __init__(
        self,
        secret: str,
        ledger: Ledger,
        notifier: Notifier,
        manners: Manners | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._secret = secret
        self._ledger = ledger
        self._notifier = notifier
        self._manners = manners or Manners()
        self._clock = clock
        self._go_on()

    def require_signed(self, headers: Mapping[str, str], body: bytes, path: str) -> None:
        """Answer only who knows the secret, now.

        Raises:
            Refused: the signature or its time is not right.
        """
        if not signing.is_signed(self._secret, headers, body, path):
            raise Refused(401, "signature")
        if signing.seconds_off(headers, self._clock()) > self._manners.tolerance_seconds:
            raise Refused(401, "time")

    def open(self, asked: Mapping[str, Any]) -> Transaction:
        """A try to pay an order: the one that is under way, or a new one."""
        with self._ledger.change():
            for one in self._ledger.of_reference(str(asked["reference"])):
                if one.status in (OPEN, PENDING):
                    return one
            made = Transaction(
                number=f"BS-{secrets.token_hex(12)}",
                reference=str(asked["reference"]),
                concept=str(asked["concept"]),
                amount=int(asked["amount"]),
                currency=str(asked["currency"]),
                due_at=str(asked["due_at"]),
                return_url=str(asked["return_url"]),
                notify_url=str(asked["notify_url"]),
                opened_at=self._clock().isoformat(),
            )
            self._ledger.transactions[made.number] = made
            return made

    def transaction(self, number: str) -> Transaction:
        """A try by the bank's number.

        Raises:
            Refused: there is none.
        """
        with self._ledger.read():
            found = self._ledger.transactions.get(number)
        if found is None:
            raise Refused(404, "transaction")
        return found

    def is_over(self, transaction: Transaction) -> bool:
        """Whether the order's term is over."""
        return self._clock() >= datetime.fromisoformat(transaction.due_at)

    def choose(
        self, number: str, choice: str, *, amount: int | None = None, is_twice: bool = False
    ) -> Transaction:
        """The payer decides; the amount's ending may decide otherwise.

        Args:
            number: of the transaction.
            choice: one of `CHOICES`.
            amount: what is paid, where it is not what is asked.
            is_twice: the notice is sent twice.

        Raises:
            Refused: it is decided already, or its term is over.
        """
        found = self.transaction(number)
        with self._ledger.change():
            if found.status != OPEN or self.is_over(found) or choice not in CHOICES:
                raise Refused(409, "decided")
            found.paid = found.amount if amount is None else amount
            status = _decided(choice, found.paid)
            found.is_silent = choice == NEVER and status == APPROVED
            self._decide(found, status)
        if status == PENDING:
            self._notifier.after(self._manners.pending_seconds, lambda: self._clear(number))
        if not found.is_silent:
            self._tell_soon(found, status, is_twice=is_twice)
        return found

    def state(self, reference: str) -> dict[str, Any] | None:
        """The newest decision on an order; a silent one is told by the statement alone."""
        with self._ledger.read():
            decided = [one for one in self._ledger.of_reference(reference) if one.status != OPEN]
            if not decided:
                return None
            newest = decided[-1]
            status = PENDING if newest.is_silent else newest.status
            return _notice(newest, status)

    def statement(self, day: date) -> list[dict[str, Any]]:
        """What came and went on a day, by the clock in Colombia."""
        with self._ledger.read():
            payments = [
                {**_notice(one, APPROVED), "kind": "payment"}
                for one in self._ledger.transactions.values()
                if one.status == APPROVED and _day(one.decided_at) == day
            ]
            refunds = [
                {
                    "kind": "refund",
                    "transaction": one.number,
                    "reference": one.reference,
                    "amount": one.amount,
                    "currency": "COP",
                    "method": "Giro simulado",
                    "at": one.at,
                }
                for one in self._ledger.refunds.values()
                if one.status == "PAID" and _day(one.at) == day
            ]
        return payments + refunds

    def refund(self, asked: Mapping[str, Any]) -> RefundEntry:
        """Give money back once for each reference; an account that begins with 000 takes none."""
        reference = str(asked["reference"])
        account = asked.get("account")
        number = str(account.get("number") or "") if isinstance(account, Mapping) else ""
        with self._ledger.change():
            found = self._ledger.refunds.get(reference)
            if found is None:
                found = RefundEntry(
                    number=f"BD-{secrets.token_hex(8)}",
                    reference=reference,
                    payment_reference=str(asked["payment_reference"]),
                    amount=int(asked["amount"]),
                    status="BOUNCED" if number.startswith(_BOUNCES) else "PAID",
                    at=self._clock().isoformat(),
                )
                self._ledger.refunds[reference] = found
            return found

    def _decide(self, transaction: Transaction, status: str) -> None:
        transaction.status = status
        transaction.decided_at = self._clock().isoformat()
        if not transaction.is_silent:
            transaction.to_tell.append(status)

    def _clear(self, number: str) -> None:
        """A pending payment goes through."""
        found = self.transaction(number)
        with self._ledger.change():
            if found.status != PENDING:
                return
            self._decide(found, APPROVED)
        self._tell(found, APPROVED)

    def _tell_soon(self, transaction: Transaction, status: str, *, is_twice: bool) -> None:
        delay = self._manners.delay_seconds
        for _ in range(2 if is_twice else 1):
            self._notifier.after(delay, lambda: self._tell(transaction, status))

    def _tell(self, transaction: Transaction, status: str) -> None:
        def make() -> tuple[bytes, Mapping[str, str]]:
            body = json.dumps(_notice(transaction, status), ensure_ascii=False).encode()
            return body, signing.sign(self._secret, self._clock(), body)

        def taken() -> None:
            with self._ledger.change():
                if status in transaction.to_tell:
                    transaction.to_tell.remove(status)

        self._notifier.send(transaction.notify_url, make, taken)

    def _go_on(self) -> None:
        """After a restart: what was not told is told, and what is pending goes through in its time."""
        with self._ledger.read():
            known = list(self._ledger.transactions.values())
        for one in known:
            for status in one.to_tell:
                self._tell_soon(one, status, is_twice=False)
            if one.status == PENDING:
                since = datetime.fromisoformat(one.decided_at)
                left = self._manners.pending_seconds - (self._clock() - since).total_seconds()
                self._clear_in(one.number, max(0.0, left))

    def _clear_in(self, number: str, seconds: float) -> None:
        self._notifier.after(seconds, lambda: self._clear(number))


def _decided(choice: str, amount: int) -> str:
    ending = amount % 100
    if choice == REJECT or ending == _REJECTED_ENDING:
        return REJECTED
    if choice == LEAVE_PENDING or ending == _PENDING_ENDING:
        return PENDING
    return APPROVED


def _notice(transaction: Transaction, status: str) -> dict[str, Any]:
    return {
        "id": f"{transaction.number}-{status}",
        "transaction": transaction.number,
        "reference": transaction.reference,
        "status": status,
        "amount": transaction.paid,
        "currency": transaction.currency,
        "method": transaction.method,
        "at": transaction.decided_at,
    }


def _day(text: str) -> date:
    return datetime.fromisoformat(text).astimezone(BOGOTA).date()
