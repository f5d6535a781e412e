"""Auditors' view of time: heads of the log, proofs of events, and timestamps that are at risk."""

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from engine.commands import clock
from engine.jobs.evidence import evidence_zip
from engine.queries import proofs
from engine.queries.renewal import RiskReport, risk_report
from web.accounts.actors import actor_of
from web.officials.access import role_only

ROLE = "auditor"

# What each code says to an auditor; codes of the archive and of timestamps are among them.
_TROUBLES = {
    "nothing-to-renew": gettext_noop("No tiene ninguna estampa: no se puede renovar."),
    "document-does-not-verify": gettext_noop(
        "Sus firmas no se sostienen tal como está. Hay que revisarlo."
    ),
    "renewal-does-not-verify": gettext_noop("La renovación no resultó válida y se descartó."),
    "no-longer-lasting-tsa": gettext_noop(
        "El servicio de estampado disponible vence igual de pronto."
    ),
    "tsa-proofs-unavailable": gettext_noop(
        "No se pudo probar que el certificado de la estampa siga vigente."
    ),
    "object-missing": gettext_noop("El archivo no encuentra el documento."),
    "object-corrupt": gettext_noop("El archivo tiene el documento dañado."),
    "store-unavailable": gettext_noop("El archivo no respondió."),
    "revocation-unavailable": gettext_noop(
        "No respondió quien dice si un certificado sigue vigente."
    ),
}


@role_only(ROLE)
@require_GET
def heads(request: HttpRequest) -> HttpResponse:
    context = {"heads": proofs.heads(), "waiting": proofs.waiting()}
    return render(request, "auditors/heads.html", context)


@role_only(ROLE)
@require_GET
def proof(request: HttpRequest, radicado: str, seq: int) -> HttpResponse:
    found = proofs.proof_of(actor_of(request), radicado, seq)
    answer = JsonResponse(found.to_json(), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="prueba-{radicado}-{seq}.json"'
    return answer


@role_only(ROLE)
@require_GET
def evidence(request: HttpRequest, radicado: str) -> HttpResponseBase:
    """Everything that proves a case, as a zip that is checked offline with stock tools."""
    packed = evidence_zip(actor_of(request), radicado, now=clock.now())
    name = f"pruebas-{radicado}.zip"
    answer = FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@role_only(ROLE)
@require_GET
def stamps(request: HttpRequest) -> HttpResponse:
    report = _report()
    rows = [
        {"row": row, "trouble": _(_TROUBLES.get(row.trouble, row.trouble))}
        for row in report.documents
    ]
    return render(request, "auditors/stamps.html", {"report": report, "rows": rows})


@role_only(ROLE)
@require_GET
def stamps_json(request: HttpRequest) -> HttpResponse:
    return JsonResponse(_report().to_json(), json_dumps_params={"ensure_ascii": False, "indent": 2})


def _report() -> RiskReport:
    return risk_report(clock.today())
