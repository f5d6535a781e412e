"""A case's story in plain words, from its events."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from engine.clock import legal_day
from engine.commands import ACT_OPENED
from engine.events import log
from engine.models import Case, Event
from engine.models.actor import Actor
from engine.queries import office_words
from engine.queries.access import case_row
from engine.queries.words import day_text, money_text, neutral, state_text, tell

Data = Mapping[str, Any]
_OWN_REGISTRY = re.compile(r"(.+) de la entidad \d+")


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One line of the story."""

    at: datetime
    title: str
    text: str
    actor_text: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class EventView:
    """One event as the log holds it, for auditors and officials."""

    seq: int
    at: datetime
    kind: str
    actor_kind: str
    actor_name: str
    data: str
    hash: str


_WORDS: Mapping[str, Callable[[Data], tuple[str, str]]] = {
    "case.numbered": lambda d: (
        _("Recibimos su solicitud"),
        _("Quedó radicada con el número {radicado}.").format(radicado=d["radicado"]),
    ),
    "request.signed": lambda d: (
        _("Usted firmó la solicitud"),
        _("Firma electrónica con un código enviado a {address}.").format(address=d["address"]),
    ),
    "term.set": lambda d: (
        _("Empezó a contar el término"),
        _("La entidad debe responder a más tardar el {day}.").format(day=_day(d)),
    ),
    "item.opened": lambda d: (
        _("Pasó a una persona de la entidad"),
        tell(_("Tarea: {name}."), name=d["name"]),
    ),
    "item.completed": lambda d: (
        _("La entidad terminó una tarea"),
        tell(_("Tarea: {name}."), name=d["name"]),
    ),
    "document.sealed": lambda d: (_("Se emitió un documento"), _named(d)),
    "document.signed": lambda d: (
        _("Se firmó un documento"),
        tell(_("Firmó {signer}."), signer=d["signer"]),
    ),
    "document.renewed": lambda d: (
        _("Renovamos la estampa de tiempo de un documento"),
        tell(_("{document} Su contenido y sus firmas son los mismos."), document=_named(d)),
    ),
    "notice.sent": lambda d: (
        _("Le enviamos un aviso"),
        tell(_("Asunto: {subject}"), subject=d["subject"]),
    ),
    "notice.stopped": lambda d: (
        _("No le enviamos un aviso"),
        tell(_("Usted pidió no recibir avisos como este. Asunto: {subject}"), subject=d["subject"]),
    ),
    "code.renewed": lambda _d: (
        _("Le enviamos un código de consulta nuevo"),
        _("Porque usted lo pidió. El anterior ya no sirve."),
    ),
    "text.sent": lambda d: (
        _("Le enviamos un mensaje de texto"),
        _("Al celular {to}.").format(to=d["to"]),
    ),
    "registry.asked": lambda d: (
        _("Consultamos otra fuente"),
        tell("{source}: {found}.", source=_source(d), found=neutral(_found(d))),
    ),
    "exchange.asked": lambda d: (
        _("Preguntamos a otra entidad"),
        tell("{source}: {answer}.", source=_source(d), answer=neutral(_answer(d))),
    ),
    "message.received": lambda _d: (
        _("Usted abrió la decisión"),
        _("Desde ese momento queda hecha la notificación."),
    ),
    "payment.ordered": lambda d: (
        _("Hay una orden de pago"),
        tell(
            _("{concept}: {amount}. Plazo: {day}."),
            concept=d["concept"],
            amount=neutral(money_text(d["amount"])),
            day=neutral(_day(d)),
        ),
    ),
    "payment.confirmed": lambda d: (_("Recibimos su pago"), f"{money_text(d['amount'])}."),
    "payment.rejected": lambda _d: (
        _("El banco no aprobó el pago"),
        _("No se cobró nada. Puede intentarlo otra vez."),
    ),
    "payment.pending": lambda _d: (_("El banco está procesando su pago"), _("No pague otra vez.")),
    "payment.expired": lambda _d: (_("Venció la orden de pago"), _("Nadie la pagó a tiempo.")),
    "payment.cancelled": lambda _d: (_("Se anuló la orden de pago"), _("No tiene que pagarla.")),
    "payment.duplicated": lambda d: (
        _("Se pagó dos veces la misma orden"),
        _("Le devolveremos {amount} sin que tenga que pedirlo.").format(
            amount=money_text(d["amount"])
        ),
    ),
    "payment.wrong-amount": lambda d: (
        _("Llegó un pago por otro valor"),
        _("Llegaron {paid} y la orden es de {asked}. Tesorería lo revisa.").format(
            paid=money_text(d["paid"]), asked=money_text(d["asked"])
        ),
    ),
    "payment.late": lambda d: (
        _("Llegó un pago que ya no se esperaba"),
        _("Llegaron {amount}. Tesorería lo revisa.").format(amount=money_text(d["amount"])),
    ),
    "refund.requested": lambda d: (
        _("Pedimos al banco la devolución"),
        f"{money_text(d['amount'])}.",
    ),
    "refund.paid": lambda d: (_("El banco giró la devolución"), f"{money_text(d['amount'])}."),
    "refund.bounced": lambda _d: (
        _("El banco no pudo girar la devolución"),
        _("La cuenta no la recibió. Hay que corregirla."),
    ),
    "letter.written": lambda d: (
        _("Usted escribió a la entidad") if d["side"] == "citizen" else _("La entidad le escribió"),
        _("Léalo en «Mensajes»."),
    ),
    "case.suspended": lambda d: (
        _("El término quedó suspendido"),
        tell(_("Motivo: {reason}."), reason=d["reason"]),
    ),
    "case.resumed": lambda d: (
        _("El término volvió a contar"),
        _("La entidad debe responder a más tardar el {day}.").format(day=_day(d))
        if d.get("due")
        else tell(_("Motivo: {reason}"), reason=d["reason"]),
    ),
    "term.extended": lambda d: (
        _("La entidad prorrogó el término"),
        tell(_("Motivo: {reason}."), reason=d["reason"]),
    ),
    "term.moved": lambda d: (
        _("Cambió la fecha de respuesta"),
        _(
            "La entidad cerró un día que no estaba en el calendario. La nueva fecha es el {day}."
        ).format(day=_day(d))
        if d.get("due")
        else _("La entidad cerró un día que no estaba en el calendario."),
    ),
    "action.taken": lambda d: (
        tell("{action}", action=str(d["action"])),
        _("Quedó en el expediente."),
    ),
    "case.linked": lambda d: (
        _("Este trámite viene de otro"),
        _("Lo inició el trámite {radicado}.").format(radicado=d["radicado"]),
    ),
    "case.withdrawn": lambda _d: (_("Usted desistió del trámite"), _("No se hará nada más en él.")),
    "case.lapsed": lambda d: (
        _("El trámite se archivó por desistimiento tácito"),
        tell(_("Motivo: {reason}."), reason=d["reason"]),
    ),
    "incident.resolved": lambda _d: (
        _("Se resolvió la falla técnica"),
        _("Su trámite sigue su curso."),
    ),
    "state.changed": lambda d: (_("Ahora está: {state}").format(state=state_text(d["after"])), ""),
    "case.closed": lambda _d: (
        _("El trámite terminó"),
        _("El expediente quedó cerrado y archivado."),
    ),
    "incident.opened": lambda _d: (
        _("Tuvimos una falla técnica"),
        _("Ya avisamos a la entidad. El término sigue corriendo."),
    ),
}


def _source(data: Data) -> str:
    """Who was asked; of the entity's own registries the name, without the entity's code."""
    own = _OWN_REGISTRY.fullmatch(data["source"])
    return _("Registro «{name}» de la entidad").format(name=own[1]) if own else str(data["source"])


def _found(data: Data) -> str:
    return _("hay datos") if data["status"] == "OK" else _("sin datos")


def _answer(data: Data) -> str:
    return _("esperamos su respuesta") if data["status"] == "PENDING" else _("ya respondió")


def _day(data: Data) -> str:
    return day_text(date.fromisoformat(data["due"]))


@dataclass(frozen=True, kw_only=True)
class StoryDay:
    """What happened on one legal day."""

    day: date
    entries: tuple[TimelineEntry, ...]


@dataclass(frozen=True, kw_only=True)
class Story:
    """A case's story by days; `earlier` is what a page may fold away."""

    earlier: tuple[StoryDay, ...]
    latest: tuple[StoryDay, ...]
    count_earlier: int


def story(actor: Actor, radicado: str, latest: int = 6) -> Story:
    """The story of a case by legal days, with the last entries apart.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
    """
    told = timeline(actor, radicado)
    cut = len(told) - latest if len(told) > latest + 2 else 0
    return Story(earlier=_by_day(told[:cut]), latest=_by_day(told[cut:]), count_earlier=cut)


def timeline(actor: Actor, radicado: str) -> list[TimelineEntry]:
    """The story of a case, oldest first.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
    """
    case = case_row(actor, radicado)
    # Whoever is not the person reads about the person.
    is_own = actor.follows(case.owner_id, case.id)
    words = _WORDS if is_own else {**_WORDS, **office_words.EVENTS}
    return [_entry(event, words) for event in case.events.all() if _is_told(event)]


def events(actor: Actor, radicado: str) -> list[EventView]:
    """Every event of a case, as the log holds it.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
    """
    case = case_row(actor, radicado)
    return [
        EventView(
            seq=event.seq,
            at=event.at,
            kind=event.kind,
            actor_kind=event.actor_kind,
            actor_name=event.actor_name,
            data=event.data,
            hash=event.hash,
        )
        for event in case.events.all()
    ]


def broken_links(actor: Actor, radicado: str) -> list[log.BrokenLink]:
    """Places where the case's chain of events does not hold; empty when it does.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
    """
    return log.broken_links(case_row(actor, radicado))


def path(actor: Actor, radicado: str) -> list[tuple[str, str, str]]:
    """Elements that the case passed, in order: process, element, name.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
    """
    return path_of(case_row(actor, radicado))


def path_of(case: Case) -> list[tuple[str, str, str]]:
    """Elements that a case passed, in order, for who already holds the case."""
    passed: list[tuple[str, str, str]] = []
    for event in case.events.filter(kind="flow.advanced"):
        passed += [(p, e, n) for p, e, n in json.loads(event.data)["path"]]
    return passed


def _by_day(told: list[TimelineEntry]) -> tuple[StoryDay, ...]:
    days = groupby(told, key=lambda entry: legal_day(entry.at))
    return tuple(StoryDay(day=day, entries=tuple(entries)) for day, entries in days)


def _entry(event: Event, words: Mapping[str, Callable[[Data], tuple[str, str]]]) -> TimelineEntry:
    title, text = words[event.kind](json.loads(event.data))
    return TimelineEntry(
        at=event.at, title=title, text=text, actor_text=event.actor_name, kind=event.kind
    )


def _is_told(event: Event) -> bool:
    if event.kind == "state.changed":
        # «Recibimos su solicitud» and «El trámite terminó» say these two already.
        return json.loads(event.data)["after"] not in ("RADICADO", "ARCHIVADO")
    if event.kind == "message.received":
        return bool(json.loads(event.data)["message"] == ACT_OPENED)
    return event.kind in _WORDS


def _named(data: Data) -> str:
    return tell("{name}.", name=f"{data['title']} {data['number']}".strip())
