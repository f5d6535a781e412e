"""Incidents for supervisors: what stands still and why, and doing it again or closing it with a reason."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from engine import commands
from engine.errors import AnswersRefused, CaseStuck, EngineError, IncidentNotFound
from engine.models import IncidentKind
from engine.queries import incidents as query
from engine.queries.incidents import IncidentRow
from web.accounts.actors import actor_of
from web.officials.access import supervisors_only
from web.shell.failures import data_rows, doing_text, failure_text, resolution_text
from web.shell.patient_cache import counts_alone
from web.shell.posted import submit_id_of
from web.shell.sentences import Sentence, sentence_for


@supervisors_only
@require_GET
def incidents(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    slug, kind = request.GET.get("tramite", ""), request.GET.get("clase", "")
    page = query.incident_page(actor, slug=slug, kind=kind, number=_number(request.GET))
    context = {
        "page": page,
        "rows": [(row, failure_text(row.code)) for row in page.rows],
        "procedures": query.procedures_with_incidents(actor),
        "kinds": [(kind.value, _(str(kind.label))) for kind in IncidentKind],
        "slug": slug,
        "kind": kind,
        "filters": urlencode({"tramite": slug, "clase": kind}),
        "cuenta_sola": counts_alone(),
    }
    return render(request, "officials/incidents.html", context)


@supervisors_only
@require_GET
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    row = query.incident(actor_of(request), incident_id)
    return render(request, "officials/incident.html", _context(request, row))


@supervisors_only
@require_POST
def retry(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    row = query.incident(actor_of(request), incident_id)
    command = commands.RetryIncident(
        actor=actor_of(request),
        incident_id=incident_id,
        reason=request.POST.get("motivo", ""),
        submit_id=submit_id_of(request),
    )
    try:
        commands.retry_incident(command)
    except CaseStuck:
        row = query.incident(actor_of(request), incident_id)
        messages.error(
            request,
            _("Se intentó otra vez y volvió a fallar. Van {times}.").format(times=_times(row)),
        )
        return redirect("officials:incident", incident_id=incident_id)
    except IncidentNotFound:
        return _seen_to(request, incident_id)
    except (AnswersRefused, EngineError) as refused:
        return _refused(request, row, "retry", sentence_for(refused))
    # The outcome of what workers do comes later: the page says so, and looks again.
    address = reverse("officials:incident", args=[incident_id])
    return redirect(f"{address}?van={row.occurrences}")


@supervisors_only
@require_POST
def resolve(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    row = query.incident(actor_of(request), incident_id)
    command = commands.ResolveIncident(
        actor=actor_of(request),
        incident_id=incident_id,
        reason=request.POST.get("motivo", ""),
        submit_id=submit_id_of(request),
    )
    try:
        commands.resolve_incident(command)
    except IncidentNotFound:
        return _seen_to(request, incident_id)
    except EngineError as refused:
        return _refused(request, row, "resolve", sentence_for(refused))
    messages.success(request, _("Cerró el incidente. Su motivo quedó en el expediente."))
    return redirect("officials:incidents")


def _context(request: HttpRequest, row: IncidentRow) -> dict[str, Any]:
    answers = row.trigger.get("answers") or {}
    return {
        "incident": row,
        "happened": failure_text(row.code),
        "doing": doing_text(row.trigger),
        "answers": data_rows(answers),
        "data": data_rows({k: v for k, v in row.data.items() if k not in ("detail", "reason")}),
        "resolution": resolution_text(row.resolution),
        "times": _times(row),
        "outcome": _outcome(request, row),
        "submit_id": uuid4(),
    }


def _outcome(request: HttpRequest, row: IncidentRow) -> str:
    """What came of the retry from which this page was reached: `done`, `again`, `waiting`; else empty."""
    before = request.GET.get("van", "")
    if not before.isascii() or not before.isdigit():
        return ""
    if not row.is_open:
        return "done"
    return "again" if row.occurrences > int(before[:9]) else "waiting"


def _refused(
    request: HttpRequest, row: IncidentRow, action: str, problem: Sentence
) -> HttpResponse:
    context = _context(request, row) | {
        "problem": problem,
        "failed_action": action,
        "typed": request.POST.get("motivo", ""),
    }
    return render(request, "officials/incident.html", context, status=problem.status)


def _seen_to(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    messages.info(request, _("Este incidente ya estaba cerrado. No se cambió nada."))
    return redirect("officials:incident", incident_id=incident_id)


def _times(row: IncidentRow) -> str:
    times = ngettext("{count} vez", "{count} veces", row.occurrences)
    return times.format(count=row.occurrences)


def _number(query_data: QueryDict) -> int:
    text = query_data.get("pagina", "")
    return int(text[:6]) if text.isascii() and text.isdigit() else 1
