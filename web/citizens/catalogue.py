"""What anyone reads without an account: the catalogue, a procedure's sheet, the privacy notice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from engine.queries import catalogue as query

_LONGEST_SEARCH = 120


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:_LONGEST_SEARCH]
    return render(request, "citizens/home.html", {"texto": text, "tramites": query.search(text)})


@require_GET
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "citizens/sheet.html", {"ficha": query.sheet(slug)})


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "citizens/privacy.html")
