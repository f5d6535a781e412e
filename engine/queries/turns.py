"""Whose turn it is in a case, since when and until when, and whose its days were.

It is read from the case's events: who had something to do, what the case waited for, and when the law
let the term stand still. No person marks it by hand.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engine.clock import BOGOTA, SuspensionCause, legal_day
from engine.commands import (
    ACT_OPENED,
    APPLICANT,
    action_asks,
    action_of,
    actors_of,
    clock,
    waiting_actions,
)
from engine.models import Case, CaseStatus, Subscription
from engine.models.actor import Actor
from engine.models.payments import UNPAID
from engine.queries.access import case_row
from engine.queries.last_days import last_day
from engine.queries.words import tell

_DAY = timedelta(days=1)
_ANSWERED, _APPEAL = "msg.externo.respuesta", "msg.recurso"
_OPENED, _LEFT = "item.opened", ("item.completed", "item.cancelled", "item.expired")
_ENDS = ("case.closed", "case.withdrawn", "case.lapsed")
# What these stop the term for is done by who asked for the procedure.
_DONE_BY_APPLICANT = frozenset(
    {
        SuspensionCause.SUBSANACION.value,
        SuspensionCause.ACTA_OBSERVACIONES.value,
        SuspensionCause.PAGO_PREVIO.value,
    }
)
_ASKED = frozenset({"REQUERIDO", "PENDIENTE_PAGO"})


class Turn(StrEnum):
    """Who has to do the next thing."""

    CITIZEN = "citizen"
    OFFICE = "office"
    OTHERS = "others"
    LAW = "law"
    SYSTEM = "system"
    SETTLED = "settled"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class TurnView:
    """Whose turn it is now.

    Attributes:
        since: when it became so.
        until: last day that they have; None where none is set.
        is_stopped: whether the term stands still meanwhile.
    """

    turn: Turn
    title: str
    text: str
    since: datetime
    until: date | None
    is_stopped: bool


@dataclass(frozen=True, kw_only=True)
class Share:
    """The days of a case that were somebody's.

    Attributes:
        percent: of all its days, rounded; the bar is drawn with it.
        start: hundredths before it, so that the parts of the bar touch.
    """

    turn: Turn
    text: str
    days: int
    percent: float
    start: float


@dataclass(frozen=True)
class Stretch:
    """A time in which it was one's turn; `until` is None while it is."""

    turn: Turn
    since: datetime
    until: datetime | None = None


_TITLES: Mapping[Turn, str] = {
    Turn.CITIZEN: gettext_noop("Le toca a usted"),
    Turn.OFFICE: gettext_noop("Le toca a la entidad"),
    Turn.OTHERS: gettext_noop("Esperamos a otra dependencia o entidad"),
    Turn.LAW: gettext_noop("El término está suspendido por la ley"),
    Turn.SYSTEM: gettext_noop("El sistema está trabajando en su trámite"),
    Turn.SETTLED: gettext_noop("La decisión está en firme"),
    Turn.NOBODY: gettext_noop("Este trámite terminó"),
}
_SHARES: Mapping[Turn, str] = {
    Turn.CITIZEN: gettext_noop("En sus manos"),
    Turn.OFFICE: gettext_noop("En manos de la entidad"),
    Turn.OTHERS: gettext_noop("De otra dependencia o entidad"),
    Turn.LAW: gettext_noop("Suspendido por la ley"),
    Turn.SYSTEM: gettext_noop("En el sistema"),
}


def turn_of(actor: Actor, radicado: str) -> TurnView:
    """Whose turn it is in a case that the actor may read.

    Raises:
        CaseNotFound: there is none that the actor may read.
    """
    case = case_row(actor, radicado)
    stretch = _stretches(case)[-1]
    asked = _asked_of_applicant(case) if stretch.turn is Turn.CITIZEN else []
    return TurnView(
        turn=stretch.turn,
        title=_title(stretch.turn, asked),
        text=_text(case, stretch.turn, asked),
        since=stretch.since,
        until=_until(case, stretch.turn, asked),
        is_stopped=case.status == CaseStatus.SUSPENDED,
    )


def shares_of(actor: Actor, radicado: str) -> list[Share]:
    """Days of a case by whose turn it was most of each, the most first; empty in its first day.

    Raises:
        CaseNotFound: there is none that the actor may read.
    """
    case = case_row(actor, radicado)
    days = _days(_stretches(case), case.closed_at or clock.now())
    total = days.total()
    if total < 2:
        return []
    shares, start = [], 0.0
    for turn, count in sorted(days.items(), key=lambda one: -one[1]):
        percent = round(100 * count / total, 2)
        text = _(_SHARES[turn])
        shares.append(Share(turn=turn, text=text, days=count, percent=percent, start=start))
        start += percent
    return shares


@dataclass
class _Course:
    """What is known of a case up to one of its events."""

    state: str = ""
    cause: str = ""
    items: set[str] = field(default_factory=set)
    is_act_unopened: bool = False
    is_appealable: bool = False
    is_other_asked: bool = False
    is_over: bool = False

    def take(self, kind: str, data: Mapping[str, Any]) -> None:
        """Go on by one event."""
        if kind == _OPENED:
            self.items.add(data["item"])
            self.is_other_asked = False
        elif kind in _LEFT:
            self.items.discard(data["item"])
        elif kind == "state.changed":
            self._enter(data["after"])
        elif kind in ("case.suspended", "case.resumed"):
            self.cause = data.get("cause", "")
        elif kind == "exchange.asked":
            self.is_other_asked = data["status"] == "PENDING"
        elif kind in ("message.awaited", "message.received"):
            self._hear(data["message"], is_awaited=kind == "message.awaited")
        self.is_over = self.is_over or kind in _ENDS

    @property
    def turn(self) -> Turn:
        """Whose turn it is."""
        if self.is_over:
            return Turn.NOBODY
        if self.cause and self.cause not in _DONE_BY_APPLICANT:
            return Turn.LAW
        if self.state in _ASKED:
            return Turn.CITIZEN
        if self.state == "EN_CONCEPTOS" or self.is_other_asked:
            return Turn.OTHERS
        if self.items:
            return Turn.OFFICE
        if self.state == "EN_FIRME":
            return Turn.SETTLED
        is_asked = self.cause or self.is_act_unopened or self.is_appealable
        return Turn.CITIZEN if is_asked else Turn.SYSTEM

    def _enter(self, state: str) -> None:
        self.state = state
        self.is_other_asked = False
        self.is_appealable = self.is_appealable and state != "EN_FIRME"

    def _hear(self, message: str, *, is_awaited: bool) -> None:
        if message == ACT_OPENED:
            self.is_act_unopened = is_awaited
        elif message == _APPEAL:
            self.is_appealable = is_awaited
        elif message == _ANSWERED and not is_awaited:
            self.is_other_asked = False


def _stretches(case: Case) -> list[Stretch]:
    """Whose turn it was, in order; each begins where the one before it ends."""
    course, found = _Course(), [Stretch(Turn.SYSTEM, case.received_at or case.created_at)]
    for moment, kind, data in case.events.values_list("at", "kind", "data"):
        course.take(kind, json.loads(data))
        if course.turn is not found[-1].turn:
            found[-1:] = [Stretch(found[-1].turn, found[-1].since, moment)]
            found.append(Stretch(course.turn, moment))
    return found


def _days(stretches: Iterable[Stretch], end: datetime) -> Counter[Turn]:
    """Legal days by whose turn it was for most of each."""
    by_day: dict[date, Counter[Turn]] = {}
    for stretch in stretches:
        if stretch.turn in (Turn.SETTLED, Turn.NOBODY):
            continue
        for day, length in _pieces(stretch.since, stretch.until or end):
            by_day.setdefault(day, Counter())[stretch.turn] += length
    return Counter(held.most_common(1)[0][0] for held in by_day.values() if held.total())


def _pieces(since: datetime, until: datetime) -> Iterator[tuple[date, int]]:
    """Seconds of a stretch by legal day."""
    while since < until:
        day = legal_day(since)
        midnight = datetime.combine(day + _DAY, time(), tzinfo=BOGOTA)
        end = min(midnight, until)
        yield day, max(int((end - since).total_seconds()), 1)
        since = end


def _asked_of_applicant(case: Case) -> list[tuple[Subscription, date]]:
    """What the applicant may do that has a last day: what completes the case first, then the earliest."""
    open_to = [one for one in waiting_actions(case) if APPLICANT in actors_of(one)]
    dated = [(one, day) for one in open_to if (day := last_day(one)) is not None]
    return sorted(dated, key=lambda one: (action_asks(one[0]) is None, one[1]))


def _title(turn: Turn, asked: list[tuple[Subscription, date]]) -> str:
    is_appeal = any(one.message == _APPEAL for one, _day in asked)
    return _("Usted puede presentar recursos") if is_appeal else _(_TITLES[turn])


def _text(case: Case, turn: Turn, asked: list[tuple[Subscription, date]]) -> str:
    if turn is Turn.NOBODY:
        return _("Este trámite terminó.")
    if turn is Turn.SETTLED:
        return _(
            "Ya nadie tiene que hacer nada. El expediente se cierra cuando termine lo que sigue abierto."
        )
    if case.open_incidents:
        return _("Hubo una falla nuestra. Ya la estamos atendiendo y su término sigue corriendo.")
    if turn is Turn.CITIZEN:
        return _asked_text(case, asked)
    item = case.items.filter(status__in=["ready", "claimed"]).order_by("created_at").first()
    if item is not None:
        return tell(_("Tarea en curso: {name}."), name=item.name)
    if turn is Turn.OTHERS:
        return _("Pedimos lo que falta a quien lo tiene. Usted no tiene que hacer nada.")
    return _("Usted no tiene que hacer nada.")


def _asked_text(case: Case, asked: list[tuple[Subscription, date]]) -> str:
    if case.subscriptions.filter(message=ACT_OPENED).exists():
        return _("Abra la decisión para que quede hecha la notificación.")
    if any(one.message == _APPEAL for one, _day in asked):
        return _(
            "Corre su plazo para pedir que la decisión se revise. "
            "Si está de acuerdo con ella, no tiene que hacer nada."
        )
    if asked:
        return tell(_("Use «{action}» para seguir con su trámite."), action=action_of(asked[0][0]))
    if case.state == "PENDIENTE_PAGO":
        return _("Pague la orden para seguir con su trámite.")
    return _("Complete lo que le pedimos para seguir con su trámite.")


def _until(case: Case, turn: Turn, asked: list[tuple[Subscription, date]]) -> date | None:
    if turn is Turn.CITIZEN:
        orders = case.payment_orders.filter(status__in=UNPAID).order_by("due_on")
        order = orders.values_list("due_on", flat=True).first()
        days = [day for day in (order, asked[0][1] if asked else None) if day is not None]
        return min(days, default=None)
    is_answered = case.answered_on is not None
    if (
        turn in (Turn.LAW, Turn.SETTLED, Turn.NOBODY)
        or case.status == CaseStatus.SUSPENDED
        or is_answered
    ):
        return None
    return case.due_on
