"""A quarter of a procedure in figures: for people, for systems, and sealed (Ley 1474 de 2011, art. 76)."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from engine.commands import clock
from engine.jobs.figures_paper import figures_paper
from engine.queries import figures
from engine.queries.documents import DocumentFile
from engine.queries.figures import QuarterFigures
from web.shell.downloads import file_response
from web.shell.spreadsheets import table

_FIRST_YEAR = 2020


@require_GET
def latest(_request: HttpRequest, slug: str) -> HttpResponse:
    """The quarter of today."""
    year, quarter = figures.quarter_of(clock.today())
    return redirect("figures:one", slug=slug, year=year, quarter=quarter)


@require_GET
def one(request: HttpRequest, slug: str, year: int, quarter: int) -> HttpResponse:
    """One quarter, with the ones beside it."""
    found = _figures(slug, year, quarter)
    before = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    after = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
    context = {
        "cifras": found,
        "antes": before if before[0] >= _FIRST_YEAR else None,
        "despues": after if after <= figures.quarter_of(clock.today()) else None,
    }
    return render(request, "figures/one.html", context)


@require_GET
def as_json(_request: HttpRequest, slug: str, year: int, quarter: int) -> HttpResponse:
    """The same for systems."""
    data = _figures(slug, year, quarter).data()
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_GET
def as_csv(_request: HttpRequest, slug: str, year: int, quarter: int) -> HttpResponse:
    """The same for a spreadsheet: what is counted, and how many."""
    found = _figures(slug, year, quarter)
    lines: list[tuple[object, ...]] = [("Cifra", "Valor", "Cantidad")]
    lines += [("Total", title, value) for title, value in _totals(found)]
    lines += [(one.title, value, count) for one in found.breakdowns for value, count in one.counts]
    return file_response(table(f"{slug}-{year}-{quarter}.csv", lines), inline=False)


@require_GET
def as_pdf(_request: HttpRequest, slug: str, year: int, quarter: int) -> HttpResponse:
    """The same with the entity's seal."""
    pdf = figures_paper(_figures(slug, year, quarter), now=clock.now())
    file = DocumentFile(
        name=f"{slug}-{year}-{quarter}.pdf", content=pdf, media_type="application/pdf"
    )
    return file_response(file, inline=False)


def _totals(found: QuarterFigures) -> list[tuple[str, object]]:
    return [
        ("Recibidas", found.received),
        ("Respondidas", found.answered),
        ("A tiempo", found.in_time),
        ("Vencidas sin respuesta", found.overdue),
        ("Trasladadas", found.transferred),
        ("Desistidas", found.withdrawn),
        ("Días hábiles de respuesta, promedio", found.mean_days or ""),
        ("Días hábiles en que se respondieron nueve de cada diez", found.p90_days or ""),
        ("Satisfacción, de 1 a 5", found.satisfaction or ""),
        ("Encuestas respondidas", found.surveys),
    ]


def _figures(slug: str, year: int, quarter: int) -> QuarterFigures:
    today = clock.today()
    is_known = year >= _FIRST_YEAR and 1 <= quarter <= 4
    if not is_known or (year, quarter) > figures.quarter_of(today):
        raise Http404
    return figures.quarter(slug, year, quarter, today)
