"""What the simulated bank knows: transactions and refunds, in one JSON file if it is given one."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

OPEN, PENDING, APPROVED, REJECTED = "OPEN", "PENDING", "APPROVED", "REJECTED"


@dataclass
class Transaction:
    """One try to pay an order.

    Attributes:
        number: the bank's own; nobody guesses it.
        amount: what the order asks; `paid` what was paid.
        status: `OPEN`, `PENDING`, `APPROVED` or `REJECTED`.
        decided_at, opened_at, due_at: ISO 8601.
        is_silent: the bank takes the money and tells nobody; only the statement shows it.
        to_tell: statuses whose notice the window has not taken yet.
    """

    number: str
    reference: str
    concept: str
    amount: int
    currency: str
    due_at: str
    return_url: str
    notify_url: str
    opened_at: str
    status: str = OPEN
    paid: int = 0
    method: str = "PSE simulado"
    decided_at: str = ""
    is_silent: bool = False
    to_tell: list[str] = field(default_factory=list)


@dataclass
class RefundEntry:
    """Money that went back, or bounced."""

    number: str
    reference: str
    payment_reference: str
    amount: int
    status: str
    at: str


class Ledger:
    """All transactions and refunds; each change is one block under one lock, and is on disk after it."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._lock = threading.RLock()
        self.transactions: dict[str, Transaction] = {}
        self.refunds: dict[str, RefundEntry] = {}
        if file is not None and file.exists():
            self._read(json.loads(file.read_text("utf-8")))

    @contextmanager
    def change(self) -> Iterator[None]:
        """Alone with the ledger; what changed is kept at the end."""
        with self._lock:
            yield
            self._write()

    @contextmanager
    def read(self) -> Iterator[None]:
        """Alone with the ledger, without a change."""
        with self._lock:
            yield

    def of_reference(self, reference: str) -> list[Transaction]:
        """Tries to pay an order, the oldest first."""
        return [one for one in self.transactions.values() if one.reference == reference]

    def _read(self, data: dict[str, Any]) -> None:
        self.transactions = {one["number"]: Transaction(**one) for one in data["transactions"]}
        self.refunds = {one["reference"]: RefundEntry(**one) for one in data["refunds"]}

    def _write(self) -> None:
        if self._file is None:
            return
        data = {
            "transactions": [asdict(one) for one in self.transactions.values()],
            "refunds": [asdict(one) for one in self.refunds.values()],
        }
        self._file.parent.mkdir(parents=True, exist_ok=True)
        made = self._file.with_suffix(".new")
        made.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
        made.replace(self._file)
