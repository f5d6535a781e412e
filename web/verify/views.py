"""Anyone verifies a document, without an account: by code, by QR address, or by its file."""

import hashlib
from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from engine.clock import BOGOTA
from engine.commands import clock
from engine.errors import DocumentNotFound
from engine.queries import documents
from engine.queries.documents import PublicDocument
from signatures import trust
from signatures.verification import Report, verify_isolated
from signatures.verification.sentences import sentence
from web.shell.downloads import file_response


def _today() -> date:
    return clock.now().astimezone(BOGOTA).date()


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    code = request.GET.get("codigo", "").strip()
    if code:
        return redirect("verify:code", code=code)
    return render(request, "verify/start.html")


@require_GET
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    try:
        document = documents.public_document(code, _today())
    except DocumentNotFound:
        return render(request, "verify/unknown.html", {"code": code}, status=404)
    stored = documents.public_file(code)
    report = verify_isolated(stored.content, trust.from_settings())
    same = hashlib.sha256(stored.content).hexdigest() == document.sha256
    context = {
        "document": document,
        "report": report,
        "reasons": _reasons(report),
        "verdict": _verdict(report, document, same_bytes=same),
        "code": document.verification_code,
    }
    return render(request, "verify/result.html", context)


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
        document = documents.public_document_by_hash(hashlib.sha256(content).hexdigest(), _today())
    except DocumentNotFound:
        document = None
    report = verify_isolated(content, trust.from_settings())
    context: dict[str, Any] = {
        "document": document,
        "report": report,
        "reasons": _reasons(report),
        "verdict": _verdict(report, document, same_bytes=document is not None),
        "file_name": file.name if file else "",
    }
    return render(request, "verify/result.html", context)


def _problem(file: "UploadedFile[Any] | None") -> str:
    if file is None:
        return "Elija el archivo PDF que quiere verificar y oprima «Verificar archivo»."
    if not file.size:
        return "El archivo está vacío. Descárguelo de nuevo y vuelva a intentar."
    if file.size > settings.UPLOAD_MAX_BYTES:
        return "El archivo pesa más de 10 MB. Los documentos de esta ventanilla son más pequeños."
    return ""


def _reasons(report: Report) -> list[str]:
    return list(dict.fromkeys(sentence(problem.code) for problem in report.problems))


def _verdict(report: Report, document: PublicDocument | None, *, same_bytes: bool) -> str:
    """The one word that the page shows: what only we can know stands above the signature alone."""
    if not report.valid:
        return "altered" if report.signers or report.modifications else "invalid"
    if document is None or not same_bytes:
        return "stranger"
    return {"VIGENTE": "valid", "VENCIDO": "expired"}.get(document.state, "revoked")
