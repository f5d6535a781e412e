"""A case's legal term told day by day, and what moved its last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bpmn.parameters import closures_of
from bpmn.parameters.closures import closure_history
from engine.clock import (
    Calendar,
    DayKind,
    ExplainedDay,
    Extension,
    RunningTerm,
    Suspension,
    SuspensionCause,
    TermChange,
    TermUnit,
    add_term,
    explained_days,
    holiday_name,
    legal_day,
    term_changes,
)
from engine.commands import clock
from engine.models import Case
from engine.models.actor import Actor
from engine.queries.access import case_row
from engine.queries.words import day_text, is_spanish, neutral, tell

# Ley 51 de 1983: many holidays are kept on the Monday after; the library calls them observed.
_MOVED = ("(observado)", "(se traslada al lunes)")
_MOVED_IN_ENGLISH = ("(observed)", "(moved to Monday)")
CAUSES: Mapping[SuspensionCause, str] = {
    SuspensionCause.SUBSANACION: gettext_noop(
        "usted debía completar la solicitud (CPACA, art. 17)"
    ),
    SuspensionCause.ACTA_OBSERVACIONES: gettext_noop(
        "usted debía responder el acta de observaciones"
    ),
    SuspensionCause.PAGO_PREVIO: gettext_noop("faltaba el pago que exige la ley"),
    SuspensionCause.PRUEBAS: gettext_noop("se practicaban pruebas (CPACA, art. 79)"),
    SuspensionCause.FUERZA_MAYOR: gettext_noop("hubo fuerza mayor"),
}
_PLAIN_DAYS: Mapping[DayKind, str] = {
    DayKind.START: gettext_noop(
        "Día de la radicación: no cuenta; el término empieza al día siguiente"
    ),
    DayKind.WEEKEND: gettext_noop("Fin de semana"),
    DayKind.MOVED: gettext_noop("El término pasa al siguiente día hábil"),
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
        return _("Suspendido: {cause}").format(cause=_(CAUSES[one.suspension.cause]))
    if one.kind is DayKind.HOLIDAY:
        return _("Festivo: {holiday}").format(holiday=_holiday(one))
    if one.kind is DayKind.CLOSURE:
        act = acts.get(one.day)
        if act:
            return tell(_("La entidad no atiende ({act})"), act=act)
        return _("La entidad no atiende ese día")
    plain = _PLAIN_DAYS.get(one.kind)
    return _(plain) if plain else _("Día {number}").format(number=one.number)


def _holiday(one: ExplainedDay) -> str:
    if is_spanish():
        return one.holiday.replace(*_MOVED)
    return holiday_name(one.day, "en_US").replace(*_MOVED_IN_ENGLISH)


def _change(one: TermChange) -> ChangeView:
    text = _extended(one.extension) if one.suspension is None else _suspended(one.suspension)
    return ChangeView(on=one.on, text=text, before=one.before, after=one.after)


def _suspended(suspension: Suspension) -> str:
    until = suspension.ends_on
    if until == suspension.eve:
        text = _(
            "El término se iba a suspender desde el {day}, porque {cause}. "
            "Se cumplió el día antes: no se perdió ningún día."
        )
    elif until:
        text = _("El término se suspendió desde el {day} hasta el {until}, porque {cause}.")
    else:
        text = _("El término se suspendió desde el {day}, y sigue suspendido, porque {cause}.")
    return text.format(
        day=day_text(suspension.starts_on),
        until=day_text(until) if until else "",
        cause=_(CAUSES[suspension.cause]),
    )


def _extended(extension: Extension | None) -> str:
    by = extension.by.text if extension else ""
    if extension and extension.reason:
        said = _("La entidad prorrogó el término en {by}. Motivo: {reason}.")
        return tell(said, by=neutral(by), reason=extension.reason)
    return _("La entidad prorrogó el término en {by}.").format(by=by)
