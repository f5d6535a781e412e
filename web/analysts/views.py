"""The analysts' shelf: what is published, in which version, and how it flows. Reading only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bpmn import versions
from bpmn.package.outline import outline
from web.officials.access import role_only

ROLE = "analista-procesos"


@role_only(ROLE)
@require_GET
def shelf(request: HttpRequest) -> HttpResponse:
    return render(request, "analysts/shelf.html", {"published": versions.catalogue()})


@role_only(ROLE)
@require_GET
def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    version = _version(slug)
    bundle = versions.bundle(version)
    context = {
        "version": version,
        "sheet": version.sheet,
        "has_diagram": bool(bundle.process),
        "steps": outline(bundle.process) if bundle.process else (),
        "parts": [
            (title, sorted(bundle.root.inside(part)))
            for part, title in (
                ("forms", _("Formularios")),
                ("decisions", _("Tablas de decisión")),
                ("documents", _("Plantillas de documento")),
                ("messages", _("Mensajes")),
                ("scenarios", _("Escenarios")),
            )
        ],
        "shared": sorted(bundle.shared),
    }
    return render(request, "analysts/procedure.html", context)


@role_only(ROLE)
@require_GET
def diagram(request: HttpRequest, slug: str) -> HttpResponse:
    process = versions.bundle(_version(slug)).process
    if not process:
        raise Http404
    return HttpResponse(process, content_type="application/xml")


def _version(slug: str) -> versions.Version:
    version = versions.current(slug)
    if version is None:
        raise Http404
    return version
