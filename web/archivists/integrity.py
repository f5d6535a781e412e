"""Whether the archive is whole: the sweep's passes, what it found, originals without a copy; and packages."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from archive.custody.sweep_findings import open_findings
from archive.models import IntegrityFinding, SweepRun
from archive.preservation.keeping import without_copy
from engine.errors import CaseNotFound
from engine.jobs import packages
from web.archivists.access import archivists_only, moment

_SHOWN = 100
_COPY_REASONS = {
    "kind-not-converted": gettext_noop("Es de una clase que no se convierte"),
    "original-not-readable": gettext_noop(
        "El original no se pudo leer completo o tiene demasiadas páginas"
    ),
    "copy-not-compiled": gettext_noop("La conversión no terminó"),
    "own-document-is-no-pdfa": gettext_noop(
        "Es un documento propio y no cumple PDF/A: avise a sistemas"
    ),
}


@archivists_only
@require_GET
def integrity(request: HttpRequest) -> HttpResponse:
    """What is wrong now comes first, then the evidence that everything was read."""
    context = {
        "findings": open_findings()[:_SHOWN],
        "count": open_findings().count(),
        "resolved": IntegrityFinding.objects.exclude(resolved_at=None)[:20],
        "runs": SweepRun.objects.all()[:10],
        "whole": SweepRun.objects.exclude(ended_at=None).first(),
        "uncopied": [
            (check, _(_COPY_REASONS.get(check.copy_reason, check.copy_reason)))
            for check in without_copy()[:_SHOWN]
        ],
    }
    return render(request, "archivists/integrity.html", context)


@archivists_only
@require_GET
def package(request: HttpRequest, number: str) -> HttpResponseBase:
    """The expediente as a zip that is checked with nothing of ours."""
    return package_response(number)


def package_response(number: str) -> HttpResponseBase:
    """The package of an expediente as a download, read from a file that goes away.

    Raises:
        Http404: there is no such expediente.
        ObjectMissing, ObjectCorrupt: the archive has not what it should; no part of it is sent.
    """
    try:
        packed = packages.export_zip(number, now=moment())
    except CaseNotFound as error:
        raise Http404 from error
    name = f"{number.replace('/', '-')}.zip"
    answer = FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
