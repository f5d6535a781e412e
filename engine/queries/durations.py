"""How long a procedure really takes: over the cases that were closed in the last twelve months.

Source: Ley 1712 de 2014, art. 11; Ley 2052 de 2020, art. 7 (the entity measures and tells its times).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings

from bpmn.parameters import closures_of
from engine.clock import BOGOTA, Calendar
from engine.models import Case, CaseStatus

LEAST_CASES = 5
_SPAN = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Durations:
    """Business days from the legal day of filing to the answer.

    Attributes:
        cases: how many closed cases it is told from.
        median: within how many business days half of them were answered; None below `LEAST_CASES`.
        p90: within how many nine of ten were.
    """

    cases: int
    median: int | None
    p90: int | None

    @property
    def missing(self) -> int:
        """How many more have to close before it is told."""
        return max(0, LEAST_CASES - self.cases)


def of_procedure(slug: str, today: date) -> Durations:
    """What anybody may know of a procedure's times; no case can be told from it.

    Args:
        slug: of the procedure.
        today: the twelve months end with it.
    """
    days = _counted(_spans(slug, today))
    cases = days.total()
    if cases < LEAST_CASES:
        return Durations(cases=cases, median=None, p90=None)
    return Durations(cases=cases, median=_within(days, 5), p90=_within(days, 9))


def _spans(slug: str, today: date) -> Counter[tuple[date, date]]:
    """Day of filing and day of the answer, with how many cases have both."""
    since = datetime.combine(today - _SPAN, time(), BOGOTA)
    closed = Case.objects.filter(slug=slug, status=CaseStatus.CLOSED, closed_at__gte=since)
    rows = closed.values_list("legal_filed_on", "answered_on", "closed_at")
    return Counter(
        (filed, answered or _day(closed_at))
        for filed, answered, closed_at in rows.iterator()
        if filed and closed_at
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(BOGOTA).date()


def _counted(spans: Counter[tuple[date, date]]) -> Counter[int]:
    calendar = Calendar(closures=closures_of(settings.ENTITY))
    days: Counter[int] = Counter()
    for (filed, answered), count in spans.items():
        days[calendar.business_days_between(filed, answered)] += count
    return days


def _within(days: Counter[int], tenths: int) -> int:
    """The least number of days within which so many tenths of the cases were answered."""
    needed = -(-tenths * days.total() // 10)
    return next(day for day, so_far in _running(days) if so_far >= needed)


def _running(days: Counter[int]) -> Iterator[tuple[int, int]]:
    so_far = 0
    for day in sorted(days):
        so_far += days[day]
        yield day, so_far
