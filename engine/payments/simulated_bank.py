"""The adapter of the simulated bank: its own process, reached by HTTP and by nothing else."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from engine.payments import signing, wire
from engine.payments.gateway import (
    Bill,
    GatewayUnavailable,
    Notice,
    Opened,
    RefundAnswer,
    Refunded,
    RefundWish,
    StatementLine,
)

_T = TypeVar("_T")
_LARGEST_ANSWER = 8 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class BankAccess:
    """How the bank is reached.

    Attributes:
        url: of the bank, without a slash at its end.
        secret: both sides sign with it.
        timeout_seconds: for one request.
        tolerance_seconds: how far a notice's time and ours may be apart.
    """

    url: str
    secret: str
    timeout_seconds: float
    tolerance_seconds: float


class SimulatedBankGateway:
    """Speaks to `python -m engine.payments.bank_simulator`."""

    name = "banco-simulado"

    def __init__(self, access: BankAccess, clock: Callable[[], datetime]) -> None:
        self._access = access
        self._clock = clock
        # A request is not sent twice by itself: whoever asks again knows whether that is safe.
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(total=access.timeout_seconds), retries=False, maxsize=4
        )

    @property
    def origin(self) -> str:
        """Scheme and host of its pages."""
        parts = urlsplit(self._access.url)
        return f"{parts.scheme}://{parts.netloc}"

    def open(self, bill: Bill) -> Opened:
        """A page of the bank for the order."""
        answer = self._ask(
            "/api/ordenes",
            {
                "reference": bill.reference,
                "concept": bill.concept,
                "amount": bill.amount,
                "currency": bill.currency,
                "due_at": bill.due_at.isoformat(),
                "return_url": bill.return_url,
                "notify_url": bill.notify_url,
            },
        )
        url = answer.get("url")
        gateway_id = answer.get("transaction")
        if not isinstance(url, str) or not isinstance(gateway_id, str) or len(gateway_id) > 80:
            raise GatewayUnavailable("open")
        # Only to the bank itself: what it answers must not lead people elsewhere.
        if not url.startswith(f"{self.origin}/"):
            raise GatewayUnavailable("url")
        return Opened(url=url, gateway_id=gateway_id)

    def read_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """The bank's notice, by its signature and its time."""
        return wire.signed_notice(
            headers,
            body,
            now,
            secret=self._access.secret,
            tolerance_seconds=self._access.tolerance_seconds,
        )

    def state(self, reference: str) -> Notice | None:
        """What the bank knows of the order's newest payment."""
        answer = self._ask("/api/estado", {"reference": reference})
        found = answer.get("notice")
        return None if found is None else self._read(wire.read_notice, found)

    def statement(self, day: date) -> Sequence[StatementLine]:
        """The bank's statement of a day."""
        answer = self._ask("/api/extracto", {"day": day.isoformat()})
        lines = answer.get("lines")
        if not isinstance(lines, list):
            raise GatewayUnavailable("statement")
        return [self._read(wire.read_line, line) for line in lines]

    def refund(self, wish: RefundWish) -> Refunded:
        """Have the bank give money back."""
        answer = self._ask(
            "/api/devoluciones",
            {
                "reference": wish.reference,
                "payment_reference": wish.payment_reference,
                "transaction": wish.transaction,
                "amount": wish.amount,
                "account": dict(wish.account),
            },
        )
        return self._read(_refunded, answer)

    def _read(self, reader: Callable[[Any], _T], data: Any) -> _T:
        try:
            return reader(data)
        except (ValueError, KeyError, TypeError) as error:
            raise GatewayUnavailable("answer") from error

    def _ask(self, path: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        body = json.dumps(asked).encode()
        headers = signing.sign(self._access.secret, self._clock(), body, path)
        try:
            response = self._pool.request(
                "POST",
                f"{self._access.url}{path}",
                body=body,
                headers={**headers, "Content-Type": "application/json"},
                redirect=False,
                preload_content=False,
            )
            raw = response.read(_LARGEST_ANSWER)
            response.release_conn()
            answer = json.loads(raw) if response.status == 200 else None
        except (HTTPError, OSError, ValueError) as error:
            raise GatewayUnavailable(type(error).__name__) from error
        if not isinstance(answer, dict):
            raise GatewayUnavailable(str(response.status))
        return answer


def _refunded(answer: Mapping[str, Any]) -> Refunded:
    return Refunded(
        answer=RefundAnswer(answer["status"]),
        gateway_id=str(answer["transaction"])[:80],
        happened_at=datetime.fromisoformat(answer["at"]),
    )
