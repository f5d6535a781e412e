"""One search for auditors over cases, documents, people, officials, events and readings."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from engine.queries import audit, catalogue, people
from web.accounts.actors import actor_of
from web.officials.access import role_only

ROLE = "auditor"
_FINDERS = {
    "casos": audit.cases,
    "documentos": audit.documents,
    "personas": people.people,
    "funcionarios": audit.officials,
    "eventos": audit.events,
    "consultas": audit.readings,
}
TABS = (
    ("casos", gettext_noop("Casos")),
    ("documentos", gettext_noop("Documentos")),
    ("personas", gettext_noop("Personas")),
    ("funcionarios", gettext_noop("Funcionarios")),
    ("eventos", gettext_noop("Eventos")),
    ("consultas", gettext_noop("Consultas de datos")),
)
# Lists that name people whatever is asked.
_OF_PEOPLE = ("personas", "eventos", "consultas")
_LABELS = {
    "casos": gettext_noop("Radicado, nombre o documento"),
    "documentos": gettext_noop("Título, número, código de verificación o huella SHA-256"),
    "personas": gettext_noop("Nombre, documento o correo"),
    "funcionarios": gettext_noop("Nombre, correo, cargo o grupo"),
}


class SearchForm(forms.Form):
    """What an address may ask; what cannot be read counts as not asked, and is told."""

    q = forms.CharField(required=False, max_length=200)
    tipo = forms.CharField(required=False, max_length=60)
    quien = forms.CharField(required=False, max_length=200)
    persona = forms.IntegerField(required=False, min_value=1)
    radicado = forms.CharField(required=False, max_length=40)
    tramite = forms.CharField(required=False, max_length=80)
    estado = forms.CharField(required=False, max_length=20)
    desde = forms.DateField(required=False)
    hasta = forms.DateField(required=False)
    pagina = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        since, until = found.get("desde"), found.get("hasta")
        if isinstance(since, date) and isinstance(until, date) and since > until:
            self.add_error("hasta", _("La fecha «hasta» es anterior a «desde». Corríjala."))
        return found


@role_only(ROLE)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    tab = _tab(request)
    form = SearchForm(request.GET)
    is_readable = form.is_valid()
    asked = _asked(form.cleaned_data)
    page = _FINDERS[tab](actor_of(request), asked)
    context = {
        "tab": tab,
        "tabs": [(name, _(text)) for name, text in TABS],
        "label": _(_LABELS.get(tab, "")),
        "asked": request.GET,
        "problems": [] if is_readable else _problems(form),
        "page": page,
        "before": _address(request, page.number - 1) if page.number > 1 else "",
        "after": _address(request, page.number + 1) if page.has_next else "",
        "statuses": audit.statuses(),
        "procedures": catalogue.cards() if tab == "casos" else [],
    }
    return render(request, "auditors/search.html", context)


def searched_for(request: HttpRequest) -> str:
    """What an address looks for, as it is written down; empty for a list that names nobody."""
    tab = _tab(request)
    asked = (request.GET.get(name, "").strip() for name in ("q", "quien", "persona", "radicado"))
    terms = " ".join(filter(None, asked))
    if not terms and tab not in _OF_PEOPLE:
        return ""
    return f"{dict(TABS)[tab]}: {terms or 'todas'}"


def _tab(request: HttpRequest) -> str:
    tab = request.GET.get("que", "casos")
    return tab if tab in _FINDERS else "casos"


def _asked(found: dict[str, Any]) -> audit.Search:
    return audit.Search(
        text=found.get("q", ""),
        kind=found.get("tipo", ""),
        actor=found.get("quien", ""),
        actor_id=found.get("persona"),
        radicado=found.get("radicado", ""),
        procedure=found.get("tramite", ""),
        status=found.get("estado", ""),
        since=found.get("desde"),
        until=found.get("hasta"),
        page=found.get("pagina") or 1,
    )


def _problems(form: SearchForm) -> list[str]:
    if {"desde", "hasta"} & form.errors.keys():
        return [_("Revise las fechas: escríbalas como 2026-11-20, y «desde» antes de «hasta».")]
    return [_("Algo de lo que escribió no se puede buscar. Corríjalo y busque de nuevo.")]


def _address(request: HttpRequest, number: int) -> str:
    kept = {key: value for key, value in request.GET.items() if key != "pagina" and value}
    return "?" + urlencode({**kept, "pagina": number})
