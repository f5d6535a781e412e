"""What is at risk of losing its evidence: documents due for renewal, overdue, or in trouble."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from engine.models import Document, DocumentVersion, RenewalTrouble


@dataclass(frozen=True, kw_only=True)
class AtRisk:
    """One document.

    Attributes:
        proven_until: last day on which its evidence holds by itself; None: not found out.
        trouble: code of why it could not be looked at or renewed; empty: it only waits its turn.
        since: day of the first try that failed.
    """

    id: UUID
    radicado: str
    title: str
    number: str
    verification_code: str
    proven_until: date | None
    trouble: str
    detail: str
    since: date | None


@dataclass(frozen=True, kw_only=True)
class RiskReport:
    """The state of all documents' evidence.

    Attributes:
        signed: archived documents that carry a signature.
        unseen: of these, whose end nobody has found out yet.
        soon: whose evidence ends within the margin of renewal.
        ended: whose evidence has ended.
        troubled: that could not be looked at or renewed.
        renewed: renewals that were made, ever.
        margin_days: days before the end at which a document is renewed.
    """

    today: date
    margin_days: int
    signed: int
    unseen: int
    soon: int
    ended: int
    troubled: int
    renewed: int
    documents: tuple[AtRisk, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data; dates in ISO 8601."""
        return asdict(self)


def risk_report(today: date, limit: int = 200) -> RiskReport:
    """What is at risk today, the most urgent first.

    Args:
        today: in Bogotá.
        limit: how many documents are named.
    """
    signed = Document.objects.filter(signed_at__isnull=False, media_type="application/pdf").exclude(
        archive_key=""
    )
    soon = Q(proven_until__lte=today + timedelta(days=settings.RENEWAL_DAYS))
    ended = Q(proven_until__lt=today)
    counted = signed.aggregate(
        signed=Count("pk"),
        unseen=Count("pk", filter=Q(proven_until=None)),
        soon=Count("pk", filter=soon & ~ended),
        ended=Count("pk", filter=ended),
    )
    return RiskReport(
        today=today,
        margin_days=settings.RENEWAL_DAYS,
        troubled=RenewalTrouble.objects.count(),
        renewed=DocumentVersion.objects.count(),
        documents=tuple(_rows(signed.filter(soon | Q(renewal_trouble__isnull=False)), limit)),
        **counted,
    )


def _rows(documents: QuerySet[Document], limit: int) -> list[AtRisk]:
    found = documents.select_related("case", "renewal_trouble").order_by("proven_until", "pk")
    return [_row(document) for document in found[:limit]]


def _row(document: Document) -> AtRisk:
    trouble: RenewalTrouble | None = getattr(document, "renewal_trouble", None)
    return AtRisk(
        id=document.id,
        radicado=document.case.radicado or "",
        title=document.title,
        number=document.number,
        verification_code=document.verification_code,
        proven_until=document.proven_until,
        trouble=trouble.code if trouble else "",
        detail=trouble.detail if trouble else "",
        since=trouble.first_at.date() if trouble else None,
    )
