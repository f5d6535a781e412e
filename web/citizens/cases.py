"""What a person follows: their drafts and cases, a case's story, its documents."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engine.commands import AcknowledgeNotification
from engine.commands import acknowledge as acknowledge_act
from engine.errors import CaseNotFound
from engine.queries import actions, cases, documents, legal_days, requirements, timeline, turns
from engine.queries.cases import CaseView
from web.accounts.actors import actor_of
from web.citizens.access import follower, own_page, show_code
from web.shell.downloads import file_response
from web.shell.posted import submit_id_of

_LONGEST_RADICADO = 40


@login_required
@require_GET
def my_cases(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    rows = cases.cases_of(actor)
    context = {
        "borradores": cases.drafts_of(actor),
        "abiertos": [row for row in rows if not row.is_closed],
        "terminados": [row for row in rows if row.is_closed],
    }
    return render(request, "citizens/my_cases.html", context)


@follower
@require_GET
@own_page
def case(request: HttpRequest, radicado: str) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "caso": cases.case_for(actor, radicado),
        "turno": turns.turn_of(actor, radicado),
        "reparto": turns.shares_of(actor, radicado),
        "requerimiento": requirements.requirement_of(actor, radicado),
        "recorrido": timeline.story(actor, radicado),
        "acciones": actions.actions_for(actor, radicado),
        "relacionados": actions.related_cases(actor, radicado),
        "submit_id": uuid4(),
    }
    return render(request, "citizens/case.html", context)


@follower
@require_GET
@own_page
def term(request: HttpRequest, radicado: str) -> HttpResponse:
    """Every day of the case's legal term, and what moved its last one."""
    actor = actor_of(request)
    context = {
        "caso": cases.case_for(actor, radicado),
        "termino": legal_days.legal_days(actor, radicado),
    }
    return render(request, "citizens/term.html", context)


@follower
@require_GET
def receipt(request: HttpRequest, radicado: str) -> HttpResponse:
    view = cases.case_for(actor_of(request), radicado)
    context = {"caso": view, "preparando": _is_receipt_pending(view)}
    part = request.headers.get("HX-Request") == "true"
    template = "citizens/_receipt_documents.html" if part else "citizens/receipt.html"
    return render(request, template, context)


@follower
@require_POST
def acknowledge(request: HttpRequest, radicado: str) -> HttpResponse:
    command = AcknowledgeNotification(
        actor=actor_of(request),
        radicado=radicado,
        token=request.POST.get("token", ""),
        submit_id=submit_id_of(request),
        address=request.META.get("REMOTE_ADDR", ""),
        agent=request.headers.get("User-Agent", ""),
    )
    acknowledge_act(command)
    messages.success(request, _("Quedó hecha la notificación. Ya puede leer la decisión."))
    return redirect("citizens:case", radicado=radicado)


@follower
@require_GET
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    file = documents.document_for(actor_of(request), document_id)
    return file_response(file, inline="ver" in request.GET)


@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Find a case by the number on its receipt; who has no account shows its code too."""
    given = request.POST if request.method == "POST" else request.GET
    number = given.get("numero", "").strip().upper().replace(" ", "")[:_LONGEST_RADICADO]
    if not number:
        return render(request, "citizens/lookup.html", {"numero": ""})
    code = request.POST.get("codigo", "").strip()[:_LONGEST_RADICADO]
    if code and show_code(request, number, code):
        return redirect("citizens:case", radicado=number)
    try:
        cases.case_for(actor_of(request), number)
    except CaseNotFound:
        context = {"numero": number, "codigo_errado": bool(code)}
        return render(request, "citizens/lookup.html", context, status=404)
    return redirect("citizens:case", radicado=number)


def _is_receipt_pending(view: CaseView) -> bool:
    return view.is_preparing and not view.documents
