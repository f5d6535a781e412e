"""The archivist's home and the expedientes: what is due, what each holds, its index and its holds."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from archive.custody import due, holds
from archive.custody.sweep_findings import open_findings
from archive.models import (
    ActState,
    ArchiveEvent,
    CustodyAct,
    Expediente,
    LegalHold,
    RecordStage,
    ScheduleStatus,
    ScheduleVersion,
)
from archive.records import ledger
from archive.records.adopted import version_in_force
from archive.records.incorporation import INDEX
from archive.records.index import electronic_index, entries_of, folio_count, head_of, series_name
from archive.records.ledger import chain_of_expediente
from bpmn.entity import load as load_entity
from engine.jobs import workshop
from engine.queries.documents import DocumentFile
from web.archivists.access import archivists_only, moment, today, tried, who
from web.archivists.forms import HoldForm, ReasonForm
from web.archivists.words import told
from web.shell.downloads import file_response

_PAGE = 25
_OVER = (ActState.EXECUTED, ActState.REJECTED)


@archivists_only
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "due": due.counts(today()),
        "held": due.held_and_due(today()).count(),
        "acts": CustodyAct.objects.exclude(state__in=_OVER),
        "reviews": ScheduleVersion.objects.filter(status=ScheduleStatus.IN_REVIEW),
        "in_force": version_in_force(today()),
        "findings": open_findings().count(),
        "stages": _stages(),
    }
    return render(request, "archivists/home.html", context)


@archivists_only
@require_GET
def expedientes(request: HttpRequest) -> HttpResponse:
    words = {key: request.GET.get(key, "").strip()[:80] for key in ("q", "etapa", "serie")}
    page = Paginator(_found(**words), _PAGE).get_page(request.GET.get("pagina"))
    context = {
        "page": page,
        "stages": [(stage.value, _(str(stage.label))) for stage in RecordStage],
        "series": Expediente.objects.order_by("series").values_list("series", flat=True).distinct(),
        "filters": urlencode(words),
        **words,
    }
    return render(request, "archivists/expedientes.html", context)


@archivists_only
@require_GET
def expediente(request: HttpRequest, number: str) -> HttpResponse:
    return render(request, "archivists/expediente.html", _context(_row(number)))


@archivists_only
@require_GET
def index_xml(request: HttpRequest, number: str) -> HttpResponse:
    """The index as it is now; the sealed one is that of the closing."""
    row, entity = _row(number), load_entity(settings.ENTITY)
    head = head_of(
        row, entity=entity.name, entity_id=f"{entity.nit}-{entity.dv}", indexed_at=moment()
    )
    content = electronic_index(head, entries_of(row))
    file = DocumentFile(name=f"indice-{number}.xml", content=content, media_type="application/xml")
    return file_response(file, inline=False)


@archivists_only
@require_GET
def index_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The index that was sealed when the expediente was closed."""
    sealed = _row(number).holdings.filter(kind=INDEX).first()
    if sealed is None:
        raise Http404
    suffix = "xml" if sealed.media_type == "application/xml" else "pdf"
    file = DocumentFile(
        name=f"indice-{number}.{suffix}",
        content=workshop.current().store.get(sealed.store_key),
        media_type=sealed.media_type,
    )
    return file_response(file, inline=False)


@archivists_only
@require_POST
def place_hold(request: HttpRequest, number: str) -> HttpResponse:
    row, form = _row(number), HoldForm(request.POST)
    if not form.is_valid():
        context = _context(row) | {"hold_form": form}
        return render(request, "archivists/expediente.html", context, status=422)
    tried(
        request,
        lambda: holds.place(
            number,
            **form.cleaned_data,
            who=who(request),
            store=workshop.current().store,
            now=moment(),
        ),
        _("La retención legal quedó puesta. Nada de este expediente se transfiere ni se elimina."),
    )
    return redirect("archivists:expediente", number=number)


@archivists_only
@require_POST
def release_hold(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    hold = LegalHold.objects.select_related("expediente").filter(pk=hold_id).first()
    if hold is None:
        raise Http404
    tried(
        request,
        lambda: holds.release(
            hold_id,
            reason=request.POST.get("reason", "")[:500],
            who=who(request),
            store=workshop.current().store,
            now=moment(),
        ),
        _("Levantó la retención legal."),
    )
    return redirect("archivists:expediente", number=hold.expediente.number)


def _stages() -> list[tuple[str, str, int]]:
    counted = dict(Expediente.objects.values_list("stage").annotate(Count("pk")).order_by())
    return [
        (stage.value, _(str(stage.label)), counted.get(stage.value, 0)) for stage in RecordStage
    ]


def _found(q: str, etapa: str, serie: str) -> QuerySet[Expediente]:
    held = LegalHold.objects.filter(expediente=OuterRef("pk"), released_at=None)
    rows = Expediente.objects.annotate(is_held=Exists(held)).order_by("-opened_on", "number")
    if q:
        rows = rows.filter(Q(number__icontains=q) | Q(title__icontains=q))
    if etapa in RecordStage.values:
        rows = rows.filter(stage=etapa)
    if serie:
        rows = rows.filter(series=serie)
    return rows


def _row(number: str) -> Expediente:
    row = Expediente.objects.filter(number=number).first()
    if row is None:
        raise Http404
    return row


def _context(row: Expediente) -> dict[str, Any]:
    chain = chain_of_expediente(row.number)
    entries = entries_of(row)
    return {
        "row": row,
        "series_name": series_name(row),
        "holdings": row.holdings.select_related("copy_of").order_by("order"),
        "documents": sum(entry.copy_of is None for entry in entries),
        "folios": folio_count(entries),
        "index": row.holdings.filter(kind=INDEX).first(),
        "holds": row.holds.all(),
        "is_held": holds.is_held(row),
        "lines": row.act_lines.select_related("act").order_by("act__proposed_at"),
        "events": [(event, told(event)) for event in ArchiveEvent.objects.filter(chain=chain)],
        "broken": ledger.broken_links(chain),
        "hold_form": HoldForm(),
        "reason_form": ReasonForm(),
        "can_be_held": row.stage != RecordStage.ELIMINATED,
    }
