"""Reports for auditors and supervisors: each with its chart, its table, its CSV and its JSON."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from engine.commands import clock
from engine.queries import catalogue, reports
from engine.queries.figures import quarter_of
from engine.queries.reports import Report, Span
from web.accounts.actors import actor_of
from web.auditors.charts import svg_response
from web.officials.access import officials_only
from web.shell.downloads import file_response
from web.shell.spreadsheets import table

_LONGEST_DAYS = 5 * 366
View = Callable[..., HttpResponseBase]


class SpanForm(forms.Form):
    """Which cases are counted."""

    desde = forms.DateField(required=False)
    hasta = forms.DateField(required=False)
    tramite = forms.SlugField(required=False, max_length=80)


def readers_only(view: View) -> View:
    """Auditors and supervisors; to others there is no such page."""

    @officials_only
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not reports.may_read(actor_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@readers_only
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    span, problem = _span(request)
    year, quarter = quarter_of(clock.today())
    context = {
        "span": span,
        "problem": problem,
        "reports": reports.reports(span, clock.today()),
        "asked": _query(span),
        "procedures": catalogue.cards(),
        "year": year,
        "quarter": quarter,
        "is_auditor": actor_of(request).is_auditor,
    }
    return render(request, "auditors/reports.html", context)


@readers_only
@require_GET
def chart(request: HttpRequest, key: str) -> HttpResponse:
    return svg_response(_one(request, key), is_narrow="angosta" in request.GET)


@readers_only
@require_GET
def as_csv(request: HttpRequest, key: str) -> HttpResponse:
    found = _one(request, key)
    lines: list[tuple[object, ...]] = [found.columns]
    lines += [(name, *("" if v is None else v for v in values)) for name, values in found.rows]
    return file_response(table(f"{key}.csv", lines), inline=False)


@readers_only
@require_GET
def as_json(request: HttpRequest) -> HttpResponse:
    """All of them for systems."""
    span, _problem = _span(request)
    with override(settings.LANGUAGE_CODE):  # The keys are for programs.
        found = {one.key: one.to_json() for one in reports.reports(span, clock.today())}
    data = {
        "since": span.since.isoformat(),
        "until": span.until.isoformat(),
        "procedure": span.procedure or None,
        "reports": found,
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _one(request: HttpRequest, key: str) -> Report:
    found = reports.report(key, _span(request)[0], clock.today())
    if found is None:
        raise Http404
    return found


def _span(request: HttpRequest) -> tuple[Span, str]:
    """The span that is asked, or the last twelve months, and what is wrong with what was asked."""
    today = clock.today()
    usual = Span(since=(today - timedelta(days=334)).replace(day=1), until=today)
    form = SpanForm(request.GET)
    if not form.is_valid():
        return usual, _("Escriba las fechas como 2026-11-20. Mostramos los últimos doce meses.")
    since: date = form.cleaned_data["desde"] or usual.since
    until: date = form.cleaned_data["hasta"] or usual.until
    if not 0 <= (until - since).days <= _LONGEST_DAYS:
        return usual, _("Elija un periodo de hasta cinco años, con «desde» antes de «hasta».")
    return Span(since=since, until=until, procedure=form.cleaned_data["tramite"]), ""


def _query(span: Span) -> str:
    shown = f"desde={span.since.isoformat()}&hasta={span.until.isoformat()}"
    return f"{shown}&tramite={span.procedure}" if span.procedure else shown
