"""Figures over all procedures for who watches over the window: counts and days, never a person's data.

The database groups and counts; of days only their distribution comes here, since business days are the law's
and not the database's.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from bpmn.parameters import closures_of
from engine.clock import BOGOTA, Calendar
from engine.commands import is_supervisor
from engine.models import RUNNING, Case, CaseLink, CaseStatus, InboxEntry, WorkItem
from engine.models.actor import Actor
from engine.queries.figures import SURVEY
from engine.queries.words import role_text, tell

_SHOWN = 25


@dataclass(frozen=True, kw_only=True)
class Span:
    """Which cases: received from a day up to another, both included, of one procedure or of all."""

    since: date
    until: date
    procedure: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """A table of figures, which a chart shows too.

    Attributes:
        key: in addresses.
        title: what it answers.
        sentence: what it says in one sentence, for who does not see the chart.
        columns: names of the figures; the first column names the row.
        rows: each with its name and its figures; None where there is nothing to reckon.
        chart: `line`, `bar` or `stacked`.
        drawn: columns that the chart shows.
    """

    key: str
    title: str
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]
    chart: str
    drawn: tuple[int, ...]

    @property
    def cells(self) -> list[tuple[str, list[tuple[str, float | None]]]]:
        """The rows, each figure with the name of its column."""
        return [
            (name, list(zip(self.columns[1:], values, strict=True))) for name, values in self.rows
        ]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not any(value for _name, values in self.rows for value in values)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        names = self.columns[1:]
        return {
            "title": self.title,
            "columns": list(self.columns),
            "rows": [
                {self.columns[0]: name, **dict(zip(names, values, strict=True))}
                for name, values in self.rows
            ],
        }


def may_read(actor: Actor) -> bool:
    """Whether the reports are for the actor: auditors and supervisors."""
    return actor.is_auditor or is_supervisor(actor)


def reports(span: Span, today: date) -> list[Report]:
    """Every report, in the order of the page."""
    return [REPORTS[key](span, today) for key in REPORTS]


def report(key: str, span: Span, today: date) -> Report | None:
    """One report; None if there is none of that name."""
    made = REPORTS.get(key)
    return made(span, today) if made else None


def _volume(span: Span, _today: date) -> Report:
    months = _months(span)
    received = _by_month(_received(span), "received_at")
    closed = _by_month(_closed(span), "closed_at")
    rows = tuple((month, (received.get(month, 0), closed.get(month, 0))) for month in months)
    total = sum(values[0] or 0 for _name, values in rows)
    ended = sum(values[1] or 0 for _name, values in rows)
    return Report(
        key="volumen",
        title=_("Cuántos llegan y cuántos terminan cada mes"),
        sentence=_("Llegaron {total} y terminaron {ended} en el periodo.").format(
            total=total, ended=ended
        ),
        columns=(_("Mes"), _("Llegaron"), _("Terminaron")),
        rows=rows,
        chart="line",
        drawn=(1, 2),
    )


def _procedures(span: Span, _today: date) -> Report:
    counted = _received(span).values("procedure_name").annotate(n=Count("pk")).order_by("-n")
    rows = tuple((one["procedure_name"], (one["n"],)) for one in counted[:_SHOWN])
    said: str
    if rows:
        said = tell(
            _("El más pedido es {name}, con {count}."), name=rows[0][0], count=rows[0][1][0]
        )
    else:
        said = _("No llegó ninguno en el periodo.")
    return Report(
        key="tramites",
        title=_("Qué trámites se piden"),
        sentence=said,
        columns=(_("Trámite"), _("Llegaron")),
        rows=rows,
        chart="bar",
        drawn=(1,),
    )


def _days(span: Span, _today: date) -> Report:
    """Business days to the answer, by procedure: half of them, and nine of ten, took no longer."""
    taken: dict[str, list[int]] = defaultdict(list)
    calendar = Calendar(closures=closures_of(settings.ENTITY))
    pairs = (
        _received(span)
        .filter(answered_on__isnull=False, legal_filed_on__isnull=False)
        .filter(answered_on__gte=F("legal_filed_on"))
        .values("procedure_name", "legal_filed_on", "answered_on")
        .annotate(n=Count("pk"))
    )
    for one in pairs:
        begun, answered = one["legal_filed_on"], one["answered_on"]
        if begun and answered:
            days = calendar.business_days_between(begun, answered)
            taken[one["procedure_name"]] += [days] * one["n"]
    rows = tuple(
        (name, (len(days), _share(days, 50), _share(days, 90)))
        for name, days in sorted(taken.items(), key=lambda pair: -len(pair[1]))[:_SHOWN]
    )
    every = [day for days in taken.values() for day in days]
    said = (
        _(
            "La mitad se respondió en {half} días hábiles o menos, y nueve de cada diez en {most} o menos."
        ).format(half=_share(every, 50), most=_share(every, 90))
        if every
        else _("Todavía no se ha respondido ninguno.")
    )
    return Report(
        key="dias",
        title=_("Cuántos días hábiles toma responder"),
        sentence=said,
        columns=(_("Trámite"), _("Respondidos"), _("Mediana de días"), _("Nueve de cada diez, en")),
        rows=rows,
        chart="bar",
        drawn=(2, 3),
    )


def _terms(span: Span, today: date) -> Report:
    kept = Q(answered_on__lte=F("due_on"))
    missed = Q(answered_on__gt=F("due_on")) | _still_open() & Q(due_on__lt=today)
    running = _still_open() & Q(due_on__gte=today)
    counted = (
        _received(span)
        .filter(due_on__isnull=False)
        .values("procedure_name")
        .annotate(
            kept=Count("pk", filter=kept),
            missed=Count("pk", filter=missed),
            running=Count("pk", filter=running),
        )
        .order_by("-missed", "procedure_name")
    )
    rows = tuple(
        (one["procedure_name"], (one["kept"], one["missed"], one["running"]))
        for one in counted[:_SHOWN]
    )
    kept_all, missed_all = (sum(values[at] for _name, values in rows) for at in (0, 1))
    said = _("{kept} a tiempo y {missed} fuera de término.").format(
        kept=kept_all, missed=missed_all
    )
    if kept_all + missed_all:
        percent = round(100 * kept_all / (kept_all + missed_all))
        said += " " + _("Se cumplió el {percent} %.").format(percent=percent)
    return Report(
        key="terminos",
        title=_("Términos cumplidos e incumplidos"),
        sentence=said,
        columns=(_("Trámite"), _("A tiempo"), _("Fuera de término"), _("Corriendo")),
        rows=rows,
        chart="stacked",
        drawn=(1, 2, 3),
    )


def _load(span: Span, today: date) -> Report:
    """Open items by unit, and how many are late; and how many people of the unit finished in the span."""
    entries = InboxEntry.objects.filter(person__isnull=True)
    if span.procedure:
        entries = entries.filter(item__case__slug=span.procedure)
    counted = (
        entries.values("group")
        .annotate(late=Count("pk", filter=Q(due_on__lt=today)), n=Count("pk"))
        .order_by("-n", "group")
    )
    rows = tuple(
        (role_text(one["group"]), (one["n"] - one["late"], one["late"])) for one in counted[:_SHOWN]
    )
    open_items = sum(a + b for _name, (a, b) in rows)
    late = sum(b for _name, (_open, b) in rows)
    return Report(
        key="carga",
        title=_("Carga de cada dependencia hoy"),
        sentence=_("Hay {count} tareas abiertas en las bandejas; {late} están vencidas.").format(
            count=open_items, late=late
        ),
        columns=(_("Dependencia"), _("En término"), _("Vencidas")),
        rows=rows,
        chart="stacked",
        drawn=(1, 2),
    )


def _finished(span: Span, _today: date) -> Report:
    """Items that were finished, by unit: the first group to which each was offered."""
    items = WorkItem.objects.filter(
        status="completed",
        finished_at__gte=_begin(span.since),
        finished_at__lt=_begin(span.until + timedelta(days=1)),
    )
    if span.procedure:
        items = items.filter(case__slug=span.procedure)
    counts: dict[str, int] = defaultdict(int)
    for groups, n in items.values_list("groups").annotate(n=Count("pk")):
        counts[role_text(groups[0]) if groups else _("Sin grupo")] += n
    rows = tuple((name, (n,)) for name, n in sorted(counts.items(), key=lambda pair: -pair[1]))
    return Report(
        key="terminadas",
        title=_("Tareas terminadas por cada dependencia"),
        sentence=_("Se terminaron {count} tareas en el periodo.").format(
            count=sum(counts.values())
        ),
        columns=(_("Dependencia"), _("Tareas")),
        rows=rows[:_SHOWN],
        chart="bar",
        drawn=(1,),
    )


def _satisfaction(span: Span, _today: date) -> Report:
    links = CaseLink.objects.filter(message=SURVEY, source__in=_received(span))
    ratings: dict[str, list[float]] = defaultdict(list)
    for name, rating in links.values_list("source__procedure_name", "target__tags__rating"):
        if rating is not None:
            ratings[name].append(float(rating))
    rows = tuple(
        (name, (round(sum(some) / len(some), 2), len(some)))
        for name, some in sorted(ratings.items(), key=lambda pair: -len(pair[1]))[:_SHOWN]
    )
    every = [one for some in ratings.values() for one in some]
    said = (
        _("{count} encuestas dan {mean} de 5.").format(
            count=len(every), mean=f"{sum(every) / len(every):.1f}"
        )
        if every
        else _("Nadie ha respondido la encuesta en el periodo.")
    )
    return Report(
        key="satisfaccion",
        title=_("Qué tan satisfecha quedó la gente, de 1 a 5"),
        sentence=said,
        columns=(_("Trámite"), _("Satisfacción"), _("Encuestas")),
        rows=rows,
        chart="bar",
        drawn=(1,),
    )


REPORTS: dict[str, Callable[[Span, date], Report]] = {
    "volumen": _volume,
    "tramites": _procedures,
    "dias": _days,
    "terminos": _terms,
    "carga": _load,
    "terminadas": _finished,
    "satisfaccion": _satisfaction,
}


def _received(span: Span) -> QuerySet[Case]:
    return _of(span, "received_at")


def _closed(span: Span) -> QuerySet[Case]:
    return _of(span, "closed_at")


def _of(span: Span, field: str) -> QuerySet[Case]:
    bounds = {
        f"{field}__gte": _begin(span.since),
        f"{field}__lt": _begin(span.until + timedelta(days=1)),
    }
    found = Case.objects.exclude(status=CaseStatus.DRAFT).filter(**bounds)
    found = found.filter(slug=span.procedure) if span.procedure else found
    return found.order_by()


def _still_open() -> Q:
    return Q(answered_on__isnull=True, status__in=RUNNING)


def _by_month(cases: QuerySet[Case], field: str) -> dict[str, int]:
    months = cases.annotate(month=TruncMonth(field, tzinfo=BOGOTA)).values_list("month")
    return {month.strftime("%Y-%m"): count for month, count in months.annotate(n=Count("pk"))}


def _months(span: Span) -> list[str]:
    found, month = [], span.since.replace(day=1)
    while month <= span.until:
        found.append(month.strftime("%Y-%m"))
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def _share(days: Sequence[int], percent: int) -> int | None:
    """In how many days so many of a hundred were answered."""
    ordered = sorted(days)
    return ordered[-(-percent * len(ordered) // 100) - 1] if ordered else None


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), BOGOTA)
