"""A case's legal term told day by day, and what moved its last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from bpmn.parameters import closures_of
from bpmn.parameters.closures import closure_history
from engine.clock import (
    Calendar,
    DayKind,
    ExplainedDay,
    RunningTerm,
    SuspensionCause,
    TermChange,
    TermUnit,
    add_term,
    day_in_words,
    explained_days,
    legal_day,
    term_changes,
)
from engine.commands import clock
from engine.models import Case
from engine.models.actor import Actor
from engine.queries.access import case_row

CAUSES: Mapping[SuspensionCause, str] = {
    SuspensionCause.SUBSANACION: "usted debía completar la solicitud (CPACA, art. 17)",
    SuspensionCause.ACTA_OBSERVACIONES: "usted debía responder el acta de observaciones",
    SuspensionCause.PAGO_PREVIO: "faltaba el pago que exige la ley",
    SuspensionCause.PRUEBAS: "se practicaban pruebas (CPACA, art. 79)",
    SuspensionCause.FUERZA_MAYOR: "hubo fuerza mayor",
}


@dataclass(frozen=True, kw_only=True)
class DayView:
    """One day, in words.

    Attributes:
        kind: of `DayKind`; the page colours by it, and the text says the same.
        is_today: whether it is the day on which the page is read.
    """

    day: date
    kind: str
    number: int
    text: str
    is_last: bool
    is_today: bool


@dataclass(frozen=True, kw_only=True)
class ChangeView:
    """What moved the last day, or stopped it."""

    on: date
    text: str
    before: date | None
    after: date | None


@dataclass(frozen=True, kw_only=True)
class TermView:
    """A term explained.

    Attributes:
        due: None while it stands still.
        used: days that have counted up to today; `total` is how many there are in all.
        received_on: day of receipt where it is another than the one from which the law counts.
        is_in_business_days: whether only business days count.
    """

    term: str
    start: date
    received_on: date | None
    due: date | None
    answered_on: date | None
    used: int
    total: int
    is_in_business_days: bool
    days: tuple[DayView, ...]
    changes: tuple[ChangeView, ...]


def legal_days(actor: Actor, radicado: str) -> TermView | None:
    """The legal term of a case that the actor may read; None for a case without one.

    Raises:
        CaseNotFound: there is none that the actor may read.
    """
    case = case_row(actor, radicado)
    if not case.running_term:
        return None
    running = RunningTerm.from_dict(case.running_term)
    calendar = Calendar(closures=closures_of(settings.ENTITY))
    today, acts = clock.today(), _acts()
    days = explained_days(running, calendar, today)
    return TermView(
        term=running.total.text,
        start=running.start,
        received_on=_received_on(case, running.start),
        due=running.due(calendar),
        answered_on=case.answered_on,
        used=max((one.number for one in days if one.day <= today), default=0),
        total=_total(running),
        is_in_business_days=running.term.unit is TermUnit.BUSINESS_DAYS,
        days=tuple(_day(one, acts, today) for one in days),
        changes=tuple(_change(one) for one in term_changes(running, calendar)),
    )


def _total(running: RunningTerm) -> int:
    """Days that count in all; months and years run date to date."""
    if running.term.unit in (TermUnit.BUSINESS_DAYS, TermUnit.CALENDAR_DAYS):
        return running.total.amount
    return (add_term(running.start, running.total) - running.start).days


def _received_on(case: Case, start: date) -> date | None:
    if case.received_at is None or case.legal_filed_on != start:
        return None
    received = legal_day(case.received_at)
    return received if received != start else None


def _acts() -> Mapping[date, str]:
    """By what act the entity does not work on a day; the latest word counts."""
    history = reversed(closure_history(settings.ENTITY))
    return {one.day: one.source for one in history if one.is_closed and one.recorded_by}


def _day(one: ExplainedDay, acts: Mapping[date, str], today: date) -> DayView:
    return DayView(
        day=one.day,
        kind=one.kind.value,
        number=one.number,
        text=_text(one, acts),
        is_last=one.is_last,
        is_today=one.day == today,
    )


def _text(one: ExplainedDay, acts: Mapping[date, str]) -> str:
    if one.suspension is not None:
        return f"Suspendido: {CAUSES[one.suspension.cause]}"
    if one.kind is DayKind.HOLIDAY:
        return f"Festivo: {one.holiday}"
    if one.kind is DayKind.CLOSURE:
        act = acts.get(one.day)
        return f"La entidad no atiende ({act})" if act else "La entidad no atiende ese día"
    return {
        DayKind.START: "Día de la radicación: no cuenta; el término empieza al día siguiente",
        DayKind.WEEKEND: "Fin de semana",
        DayKind.MOVED: "El término pasa al siguiente día hábil",
    }.get(one.kind, f"Día {one.number}")


def _change(one: TermChange) -> ChangeView:
    if one.suspension is not None:
        until = one.suspension.ends_on
        ends = f" hasta el {day_in_words(until)}" if until else ", y sigue suspendido"
        text = (
            f"El término se suspendió desde el {day_in_words(one.suspension.starts_on)}{ends}, "
            f"porque {CAUSES[one.suspension.cause]}."
        )
    else:
        extension = one.extension
        why = f" Motivo: {extension.reason}." if extension and extension.reason else ""
        by = extension.by.text if extension else ""
        text = f"La entidad prorrogó el término en {by}.{why}"
    return ChangeView(on=one.on, text=text, before=one.before, after=one.after)
