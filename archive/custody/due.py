"""What is due: for the central archive, and for its final disposition."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from archive.models import (
    ActKind,
    ActState,
    CustodyLine,
    Disposition,
    Expediente,
    LegalHold,
    RecordStage,
)
from archive.records.incorporation import INDEX_KINDS

_OVER = (ActState.EXECUTED, ActState.REJECTED)
_DISPOSITIONS = {
    ActKind.SECONDARY: (Disposition.KEEP, Disposition.MEDIUM),
    ActKind.SELECTION: (Disposition.SELECT,),
    ActKind.ELIMINATION: (Disposition.ELIMINATE,),
}


@dataclass(frozen=True)
class DueCount:
    """How many expedientes wait for one kind of act."""

    kind: ActKind
    count: int


def due(kind: ActKind, today: date) -> QuerySet[Expediente]:
    """Expedientes whose date has passed, that no hold keeps and that no open act lists.

    Args:
        kind: what would be done to them.
        today: in Bogotá; the last day of a period is still inside it.
    """
    free = is_due(kind, today).exclude(Exists(_holds())).exclude(Exists(_open_lines()))
    own = Q(holdings__copy_of=None) & ~Q(holdings__kind__in=INDEX_KINDS)
    return free.annotate(
        documents=Count("holdings", filter=own),
        size_bytes=Sum("holdings__size_bytes"),
        folios=Max("holdings__last_page", filter=own),
    ).order_by("number")


def is_due(kind: ActKind, today: date) -> QuerySet[Expediente]:
    """Expedientes whose date for that kind of act has passed, whatever keeps them."""
    if kind == ActKind.PRIMARY:
        return Expediente.objects.filter(stage=RecordStage.MANAGEMENT, management_until__lt=today)
    wanted = Q()
    for disposition in _DISPOSITIONS[kind]:
        wanted |= Q(disposition__regex=rf"^{disposition.value}($|[^A-Z])")
    return Expediente.objects.filter(wanted, stage=RecordStage.CENTRAL, central_until__lt=today)


def held_and_due(today: date) -> QuerySet[Expediente]:
    """Expedientes whose date has passed but that a legal hold keeps."""
    passed = Q(stage=RecordStage.MANAGEMENT, management_until__lt=today)
    passed |= Q(stage=RecordStage.CENTRAL, central_until__lt=today)
    return Expediente.objects.filter(passed).filter(Exists(_holds())).order_by("number")


def counts(today: date) -> list[DueCount]:
    """How many wait for each kind of act."""
    return [DueCount(kind, due(kind, today).count()) for kind in ActKind]


def is_in_open_act(expediente: Expediente) -> bool:
    """Whether an act that is not over lists it."""
    return (
        CustodyLine.objects.filter(expediente=expediente, done_at=None, problem="")
        .exclude(act__state__in=_OVER)
        .exists()
    )


def _holds() -> QuerySet[LegalHold]:
    return LegalHold.objects.filter(expediente=OuterRef("pk"), released_at=None)


def _open_lines() -> QuerySet[CustodyLine]:
    lines = CustodyLine.objects.filter(expediente=OuterRef("pk"), done_at=None, problem="")
    return lines.exclude(act__state__in=_OVER)
