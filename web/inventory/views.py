"""What the entity does, process by process: for people, for systems, and sealed."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET

from engine.commands import clock
from engine.jobs.inventory_paper import inventory_paper, suit_paper
from engine.queries import inventory as query
from engine.queries.documents import DocumentFile
from engine.queries.inventory import NINE, InventoryEntry, InventoryFilter
from web.shell.downloads import file_response
from web.shell.spreadsheets import table

_LONGEST = 120
_AUDIENCES = {
    "natural": gettext_noop("Personas"),
    "juridica": gettext_noop("Empresas y organizaciones"),
    "anonimo": gettext_noop("Quien no quiere identificarse"),
    "representante": gettext_noop("Representantes y apoderados"),
}


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The inventory, filtered."""
    choices = query.choices()
    chosen = _filter(request)
    context = {
        "entradas": query.inventory(chosen),
        "filtro": chosen,
        "publicos": [(key, gettext(_AUDIENCES.get(key, key))) for key in choices["audience"]],
        "temas": choices["theme"],
        "momentos": choices["life_event"],
        "consulta": request.GET.urlencode(),
    }
    return render(request, "inventory/list.html", context)


@require_GET
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """One procedure: the nine elements and its SUIT sheet."""
    entry = query.entry(slug)
    context = {"entrada": entry, "suit": query.suit_data(entry.sheet)}
    return render(request, "inventory/one.html", context)


@require_GET
def as_json(request: HttpRequest) -> HttpResponse:
    """The inventory for systems."""
    entries = [entry.data() for entry in query.inventory(_filter(request))]
    return JsonResponse(
        {"entries": entries}, json_dumps_params={"ensure_ascii": False, "indent": 2}
    )


@require_GET
def as_csv(request: HttpRequest) -> HttpResponse:
    """The inventory for a spreadsheet: one line for each procedure."""
    titles = ("Trámite", "Tipo de proceso", "Dependencia", *(title for _, title in NINE))
    lines = [titles, *map(_line, query.inventory(_filter(request)))]
    return file_response(table("inventario.csv", lines), inline=False)


@require_GET
def as_pdf(request: HttpRequest) -> HttpResponse:
    """The inventory with the entity's seal."""
    pdf = inventory_paper(query.inventory(_filter(request)), now=clock.now())
    return _pdf(pdf, "inventario.pdf")


@require_GET
def suit_json(_request: HttpRequest, slug: str) -> HttpResponse:
    """A SUIT sheet for systems."""
    data = query.entry(slug).data()
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_GET
def suit_pdf(_request: HttpRequest, slug: str) -> HttpResponse:
    """A SUIT sheet with the entity's seal."""
    return _pdf(suit_paper(query.entry(slug), now=clock.now()), f"hoja-de-vida-{slug}.pdf")


def _filter(request: HttpRequest) -> InventoryFilter:
    return InventoryFilter(
        audience=request.GET.get("publico", "")[:_LONGEST],
        theme=request.GET.get("tema", "")[:_LONGEST],
        life_event=request.GET.get("momento", "")[:_LONGEST],
    )


def _line(entry: InventoryEntry) -> list[str]:
    sheet = entry.sheet
    nine = ("; ".join(lines) for _, lines in entry.elements)
    return [sheet.official_name, entry.process_type, sheet.responsible_unit.name, *nine]


def _pdf(pdf: bytes, name: str) -> HttpResponse:
    file = DocumentFile(name=name, content=pdf, media_type="application/pdf")
    return file_response(file, inline=False)
