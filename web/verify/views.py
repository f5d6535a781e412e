"""Anyone verifies a document, without an account: by code, by QR address, or by its file."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engine.commands import clock
from engine.errors import DocumentNotFound
from engine.jobs.verification_report import VerifiedFile
from engine.queries import documents
from engine.queries.documents import DocumentFile, PublicDocument
from forms.fields.upload import largest
from signatures import trust
from signatures.verification import Report, verify_isolated
from web.shell.downloads import file_response
from web.verify import kept_reports
from web.verify.outcomes import verdict_of
from web.verify.reasons import spoken_reasons


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    code = request.GET.get("codigo", "").strip()
    if code:
        return redirect("verify:code", code=code)
    return render(request, "verify/start.html")


@require_GET
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    try:
        document = documents.public_document(code, clock.today())
    except DocumentNotFound:
        return render(request, "verify/unknown.html", {"code": code}, status=404)
    stored = documents.public_file(code)
    return _result(request, stored.content, document)


@require_GET
def download(request: HttpRequest, code: str) -> HttpResponse:
    return file_response(documents.public_file(code), inline=False)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("archivo")
    problem = _problem(file) if request.method == "POST" else ""
    if request.method == "GET" or problem:
        status = 422 if problem else 200
        return render(request, "verify/start.html", {"file_problem": problem}, status=status)
    content = file.read() if file else b""
    try:
        document = documents.public_document_by_hash(
            hashlib.sha256(content).hexdigest(), clock.today()
        )
    except DocumentNotFound:
        document = None
    return _result(request, content, document)


@require_POST
def report_pdf(request: HttpRequest) -> HttpResponse:
    """The sealed report of a result page."""
    try:
        sha256, pdf = kept_reports.sealed(request.POST.get("informe", ""), now=clock.now())
    except kept_reports.TicketRefused:
        return render(request, "verify/no_report.html", {"problem": "old"}, status=410)
    except kept_reports.TooManyReports:
        return render(request, "verify/no_report.html", {"problem": "many"}, status=429)
    name = f"informe-verificacion-{sha256[:12]}.pdf"
    return file_response(
        DocumentFile(name=name, content=pdf, media_type="application/pdf"), inline=False
    )


def _result(request: HttpRequest, content: bytes, document: PublicDocument | None) -> HttpResponse:
    sha256 = hashlib.sha256(content).hexdigest()
    same = document is not None and sha256 == document.sha256
    report = verify_isolated(content, trust.from_settings())
    file = VerifiedFile(
        sha256=sha256, size=len(content), issued=_issued(document) if same else None
    )
    context: dict[str, Any] = {
        "document": document,
        "report": report,
        "sha256": sha256,
        "signers": [(signer, _after(report, signer.field)) for signer in report.signers],
        "reasons": spoken_reasons(report),
        "verdict": verdict_of(report, document, same_bytes=same),
        "ticket": kept_reports.ticket(report, file, now=clock.now()),
    }
    return render(request, "verify/result.html", context)


def _issued(document: PublicDocument | None) -> dict[str, str] | None:
    if document is None:
        return None
    state = str(document.state).replace("_", " ").capitalize()
    return {"title": document.title, "number": document.number or "", "state": state}


def _after(report: Report, field: str) -> str:
    """What changed after a signature, in words."""
    return next((change.text for change in report.modifications if change.after == field), "")


def _problem(file: "UploadedFile[Any] | None") -> str:
    if file is None:
        return _("Elija el archivo PDF que quiere verificar y oprima «Verificar archivo».")
    if not file.size:
        return _("El archivo está vacío. Descárguelo de nuevo y vuelva a intentar.")
    if file.size > settings.UPLOAD_MAX_BYTES:
        return _(
            "El archivo pesa más de {most}. Los documentos de esta ventanilla son más pequeños."
        ).format(most=largest())
    return ""
