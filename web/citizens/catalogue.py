"""What anyone reads without an account: the catalogue, a procedure's sheet, the privacy notice."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from engine.commands import clock
from engine.queries import browsing, catalogue, durations

_LONGEST_SEARCH = 120
_SHOWN_AT_ONCE = 8


@dataclass(frozen=True)
class Lane:
    """One list of the front page: the places that are shown, and those behind «Ver más»."""

    title: str
    parameter: str
    shown: list[browsing.Shelf]
    more: list[browsing.Shelf]


@dataclass(frozen=True)
class Chosen:
    """A place that somebody chose, and the address without it."""

    name: str
    without: str


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What can be done here: by search, by shelf, or all of it."""
    text = request.GET.get("q", "").strip()[:_LONGEST_SEARCH]
    asked = {name: request.GET.get(name, "")[:_LONGEST_SEARCH] for name in _SHELVES}
    filters = browsing.Filters(**{_SHELVES[name]: value for name, value in asked.items()})
    shelves = browsing.shelves()
    found = browsing.find(text, filters)
    chosen = list(_chosen(shelves, asked, text))
    context = {
        "texto": text,
        "filtros": {name: value for name, value in asked.items() if value},
        "elegidos": chosen,
        "hallados": found,
        "tramites": found.exact,
        "listas": [] if text or chosen else _lanes(shelves),
        "quiso_decir": _address({**asked, "q": found.suggestion}) if found.suggestion else "",
        "para_todo": None if found.exact else browsing.open_to_anyone(),
        "hay_tramites": bool(shelves.audiences),
    }
    return render(request, "citizens/home.html", context)


@require_GET
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about a procedure, before anybody signs in."""
    context = {
        "ficha": catalogue.sheet(slug),
        "tiempos": durations.of_procedure(slug, clock.today()),
    }
    return render(request, "citizens/sheet.html", context)


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "citizens/privacy.html")


_SHELVES = {"publico": "audience", "tema": "theme", "evento": "life_event"}


def _lanes(shelves: browsing.Shelves) -> list[Lane]:
    places = (
        (_("¿Para quién es?"), "publico", shelves.audiences),
        (_("¿Qué va a hacer?"), "evento", shelves.life_events),
        (_("Por tema"), "tema", shelves.themes),
    )
    return [
        Lane(title, parameter, found[:_SHOWN_AT_ONCE], found[_SHOWN_AT_ONCE:])
        for title, parameter, found in places
        if found
    ]


def _chosen(shelves: browsing.Shelves, asked: dict[str, str], text: str) -> list[Chosen]:
    lists = {"publico": shelves.audiences, "tema": shelves.themes, "evento": shelves.life_events}
    return [
        Chosen(
            next((place.name for place in lists[name] if place.key == value), value),
            _address({**asked, name: "", "q": text}),
        )
        for name, value in asked.items()
        if value
    ]


def _address(asked: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("citizens:home") + (f"?{query}" if query else "")
