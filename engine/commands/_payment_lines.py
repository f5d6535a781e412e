"""Lines of the comparison between our payments and the bank's: kept once for each payment and kind."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.models import (
    LineKind,
    LineResolution,
    PaymentOrder,
    Reconciliation,
    ReconciliationLine,
)


def keep_line(
    kind: LineKind,
    order: PaymentOrder | None,
    payment: Mapping[str, Any],
    gateway: str,
    at: datetime,
    *,
    reconciliation: Reconciliation | None = None,
) -> ReconciliationLine:
    """Keep what is known of a payment; what was found before stays, with how it was resolved.

    Args:
        kind: what the comparison found.
        order: of the payment, where there is one.
        payment: `transaction`, `reference`, `amount` (the bank's; None where it knows none), `method`, `at`.
        gateway: whose payment it is.
        at: moment of the finding, aware.
        reconciliation: the daily comparison that found it.
    """
    line, is_new = ReconciliationLine.objects.get_or_create(
        gateway=gateway,
        transaction=str(payment["transaction"]),
        reference=str(payment["reference"])[:80],
        kind=kind,
        defaults={
            "reconciliation": reconciliation,
            "order": order,
            "ours": order.amount if order is not None else None,
            "theirs": payment["amount"],
            "method": str(payment.get("method") or "")[:60],
            "happened_at": payment["at"],
            "found_at": at,
        },
    )
    if not is_new and reconciliation is not None and line.reconciliation_id is None:
        line.reconciliation = reconciliation
        line.save(update_fields=["reconciliation"])
    return line


def close_line(line: ReconciliationLine, at: datetime, resolution: LineResolution) -> None:
    """Resolve a difference without a person."""
    line.resolution = resolution
    line.resolved_at = at
    line.save(update_fields=["resolution", "resolved_at"])
