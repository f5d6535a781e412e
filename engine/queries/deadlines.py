"""What the legal clock says of a day in words and in one of few tones; pages show both, never colour alone."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bpmn.parameters import closures_of
from engine.clock import Calendar
from engine.clock.errors import CalendarTooShort
from engine.models import Case, CaseStatus

# From so many business days on, a term is no worry yet.
SOON_DAYS = 3


class Tone(StrEnum):
    """How pressing a term is."""

    LATE = "vencido"
    TODAY = "hoy"
    SOON = "pronto"
    CALM = "tranquilo"
    STILL = "suspendido"
    NONE = "sin-plazo"


@dataclass(frozen=True)
class Deadline:
    """A last day, in words.

    Attributes:
        text: such as «Vencida hace 2 días hábiles».
    """

    due: date | None
    tone: Tone
    text: str


def is_still(case: Case) -> bool:
    """Whether the case's term stands still."""
    return case.status == CaseStatus.SUSPENDED or case.suspended_at is not None


def office_calendar() -> Calendar:
    """Business days of the entity, with the days on which it closed."""
    return Calendar(closures=closures_of(settings.ENTITY))


def deadline(
    due: date | None, today: date, calendar: Calendar, *, is_suspended: bool = False
) -> Deadline:
    """What the clock says of a last day.

    Args:
        due: the last day; None where there is none, or the clock stands still.
        today: the legal day.
        calendar: business days of the entity.
        is_suspended: the case's term stands still.
    """
    if due is None:
        still = Deadline(None, Tone.STILL, _("Suspendida"))
        return still if is_suspended else Deadline(None, Tone.NONE, _("Sin plazo"))
    if due < today:
        return Deadline(due, Tone.LATE, _late(_business_days(due, today, calendar)))
    if due == today:
        return Deadline(due, Tone.TODAY, _("Vence hoy"))
    left = _business_days(today, due, calendar)
    text = _("Vence mañana") if due == today + timedelta(days=1) else _left(left)
    return Deadline(due, Tone.SOON if left <= SOON_DAYS else Tone.CALM, text)


def soon_until(today: date, calendar: Calendar) -> date:
    """The last day that is soon."""
    return calendar.add_business_days(today, SOON_DAYS)


def _late(days: int) -> str:
    if not days:
        return _("Ya venció")
    return ngettext(
        "Vencida hace {days} día hábil", "Vencida hace {days} días hábiles", days
    ).format(days=days)


def _left(days: int) -> str:
    if days == 0:
        return _("Vence antes del próximo día hábil")
    return ngettext("Falta {days} día hábil", "Faltan {days} días hábiles", days).format(days=days)


def _business_days(start: date, end: date, calendar: Calendar) -> int:
    try:
        return calendar.business_days_between(start, end)
    except CalendarTooShort:
        # A term of years: nobody counts its business days.
        return (end - start).days * 5 // 7
