"""Figures of a procedure for a quarter: what came, by what, how soon it was answered, how people judged it.

No personal data: only counts, days and averages. Source: Ley 1474 de 2011, art. 76; Ley 1712 de 2014; inventory
N (9) and S01, D4.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings

from bpmn.parameters import closures_of
from engine.clock import BOGOTA, Calendar
from engine.models import Case, CaseLink, CaseStatus
from engine.queries import catalogue
from engine.queries.words import state_name

_TRANSFERRED = "TRASLADADO"
_WITHDRAWN = ("DESISTIDO_TACITO", "DESISTIDO_EXPRESO")
_CHANNELS = {
    "web": "Portal",
    "portal": "Portal",
    "ventanilla": "Ventanilla",
    "telefonico": "Teléfono",
    "chat": "Chat",
    "api": "Otro sistema",
    "system": "Otro trámite",
}
SURVEY = "msg.encuesta"


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """Counts of one thing, the most frequent first."""

    title: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class QuarterFigures:
    """What happened to the cases that were received in a quarter, as of the day on which it is asked.

    Attributes:
        answered: how many have a decision or answer.
        in_time: of these, on or before the last day of their legal term.
        overdue: not answered, and the last day has passed.
        mean_days: business days from the filing to the answer, one decimal; None if nothing was answered.
        p90_days: in how many business days nine of ten were answered.
        satisfaction: mean of the surveys' ratings, from 1 to 5; None if nobody answered one.
        surveys: how many surveys were answered.
    """

    slug: str
    title: str
    source: str
    year: int
    quarter: int
    since: date
    until: date
    received: int
    answered: int
    in_time: int
    overdue: int
    transferred: int
    withdrawn: int
    mean_days: float | None
    p90_days: int | None
    satisfaction: float | None
    surveys: int
    breakdowns: tuple[Breakdown, ...]

    @property
    def in_time_percent(self) -> int | None:
        """Share of the answered ones that were answered in time."""
        return round(100 * self.in_time / self.answered) if self.answered else None

    def data(self) -> dict[str, Any]:
        """As JSON has it."""
        plain = {
            name: getattr(self, name)
            for name in (
                "slug", "title", "source", "year", "quarter", "received", "answered", "in_time",
                "overdue", "transferred", "withdrawn", "mean_days", "p90_days", "satisfaction",
                "surveys", "in_time_percent",
            )
        }  # fmt: skip
        return {
            **plain,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "breakdowns": {one.title: dict(one.counts) for one in self.breakdowns},
        }


def quarter_of(day: date) -> tuple[int, int]:
    """Year and quarter, from 1 to 4, in which a day lies."""
    return day.year, (day.month - 1) // 3 + 1


def quarter(slug: str, year: int, number: int, today: date) -> QuarterFigures:
    """The figures of a quarter.

    Args:
        slug: of a published procedure.
        year: of the quarter.
        number: from 1 to 4.
        today: up to which overdue is told.

    Raises:
        ProcedureNotFound: nothing is published under that slug.
    """
    sheet = catalogue.sheet(slug)
    since = date(year, 3 * number - 2, 1)
    until = (since + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    cases = _received(slug, since, until)
    answered = [case for case in cases if case.answered_on is not None]
    days = sorted(_days(answered))
    ratings = _ratings(cases)
    return QuarterFigures(
        slug=slug,
        title=sheet.report.title or f"Cifras: {sheet.official_name}",
        source=sheet.report.source,
        year=year,
        quarter=number,
        since=since,
        until=until,
        received=len(cases),
        answered=len(answered),
        in_time=sum(_is_in_time(case) for case in answered),
        overdue=sum(_is_overdue(case, today) for case in cases),
        transferred=sum(case.state == _TRANSFERRED for case in cases),
        withdrawn=sum(case.state in _WITHDRAWN for case in cases),
        mean_days=round(sum(days) / len(days), 1) if days else None,
        p90_days=days[-(-9 * len(days) // 10) - 1] if days else None,
        satisfaction=round(sum(ratings) / len(ratings), 2) if ratings else None,
        surveys=len(ratings),
        breakdowns=tuple(_breakdowns(cases, sheet.report.by)),
    )


def _received(slug: str, since: date, until: date) -> list[Case]:
    begin = datetime.combine(since, time(), BOGOTA)
    end = datetime.combine(until + timedelta(days=1), time(), BOGOTA)
    filed = Case.objects.filter(slug=slug, received_at__gte=begin, received_at__lt=end)
    return list(filed.exclude(status=CaseStatus.DRAFT).defer("frozen"))


def _is_in_time(case: Case) -> bool:
    return case.due_on is None or (case.answered_on is not None and case.answered_on <= case.due_on)


def _is_overdue(case: Case, today: date) -> bool:
    is_open = case.answered_on is None and not case.is_over
    return is_open and case.due_on is not None and case.due_on < today


def _days(answered: Iterable[Case]) -> list[int]:
    calendar = Calendar(closures=closures_of(settings.ENTITY))
    return [
        calendar.business_days_between(case.legal_filed_on, case.answered_on)
        for case in answered
        if case.legal_filed_on and case.answered_on and case.answered_on >= case.legal_filed_on
    ]


def _ratings(cases: Iterable[Case]) -> list[float]:
    """Mean rating of each survey that somebody answered, as its case was tagged."""
    ids = [case.pk for case in cases]
    links = CaseLink.objects.filter(source_id__in=ids, message=SURVEY).select_related("target")
    means = (link.target.tags.get("rating") for link in links)
    return [float(mean) for mean in means if mean is not None]


def _breakdowns(cases: list[Case], keys: Mapping[str, str]) -> Iterable[Breakdown]:
    yield _counted("Canal", (_CHANNELS.get(case.channel, case.channel) for case in cases))
    yield _counted("Estado", (state_name(case.state) for case in cases))
    for key, title in keys.items():
        yield _counted(title, (str(case.tags.get(key) or "Sin clasificar") for case in cases))


def _counted(title: str, values: Iterable[str]) -> Breakdown:
    counts = Counter(values).most_common()
    return Breakdown(title=title, counts=tuple(sorted(counts, key=lambda c: (-c[1], c[0]))))
