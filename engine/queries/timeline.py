"""A case's story in plain words, from its events."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from engine.clock import day_in_words, legal_day
from engine.commands import ACT_OPENED
from engine.events import log
from engine.models import Case, Event
from engine.models.actor import Actor
from engine.queries.access import case_row
from engine.queries.words import state_text

Data = Mapping[str, Any]


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
        "Recibimos su solicitud",
        f"Quedó radicada con el número {d['radicado']}.",
    ),
    "request.signed": lambda d: (
        "Usted firmó la solicitud",
        f"Firma electrónica con un código enviado a {d['address']}.",
    ),
    "term.set": lambda d: (
        "Empezó a contar el término",
        f"La entidad debe responder a más tardar el {day_in_words(date.fromisoformat(d['due']))}.",
    ),
    "item.opened": lambda d: ("Pasó a una persona de la entidad", f"Tarea: {d['name']}."),
    "item.completed": lambda d: ("La entidad terminó una tarea", f"Tarea: {d['name']}."),
    "document.sealed": lambda d: ("Se emitió un documento", _named(d)),
    "document.signed": lambda d: ("Se firmó un documento", f"Firmó {d['signer']}."),
    "document.renewed": lambda d: (
        "Renovamos la estampa de tiempo de un documento",
        f"{_named(d)} Su contenido y sus firmas son los mismos.",
    ),
    "notice.sent": lambda d: ("Le enviamos un aviso", f"Asunto: {d['subject']}."),
    "notice.stopped": lambda d: (
        "No le enviamos un aviso",
        f"Usted pidió no recibir avisos como este. Asunto: {d['subject']}.",
    ),
    "text.sent": lambda d: ("Le enviamos un mensaje de texto", f"Al celular {d['to']}."),
    "registry.asked": lambda d: (
        "Consultamos otra fuente",
        f"{d['source']}: {'hay datos' if d['status'] == 'OK' else 'sin datos'}.",
    ),
    "exchange.asked": lambda d: (
        "Preguntamos a otra entidad",
        f"{d['source']}: {'esperamos su respuesta' if d['status'] == 'PENDING' else 'ya respondió'}.",
    ),
    "message.received": lambda _d: (
        "Usted abrió la decisión",
        "Desde ese momento está notificado.",
    ),
    "payment.ordered": lambda d: (
        "Hay una orden de pago",
        f"{d['concept']}: {_pesos(d['amount'])}. Plazo: {day_in_words(date.fromisoformat(d['due']))}.",
    ),
    "payment.confirmed": lambda d: ("Recibimos su pago", f"{_pesos(d['amount'])}."),
    "payment.rejected": lambda _d: (
        "El banco no aprobó el pago",
        "No se cobró nada. Puede intentarlo otra vez.",
    ),
    "payment.pending": lambda _d: ("El banco está procesando su pago", "No pague otra vez."),
    "payment.expired": lambda _d: ("Venció la orden de pago", "Nadie la pagó a tiempo."),
    "payment.cancelled": lambda _d: ("Se anuló la orden de pago", "No tiene que pagarla."),
    "payment.duplicated": lambda d: (
        "Se pagó dos veces la misma orden",
        f"Le devolveremos {_pesos(d['amount'])} sin que tenga que pedirlo.",
    ),
    "payment.wrong-amount": lambda d: (
        "Llegó un pago por otro valor",
        f"Llegaron {_pesos(d['paid'])} y la orden es de {_pesos(d['asked'])}. Tesorería lo revisa.",
    ),
    "payment.late": lambda d: (
        "Llegó un pago que ya no se esperaba",
        f"Llegaron {_pesos(d['amount'])}. Tesorería lo revisa.",
    ),
    "refund.requested": lambda d: ("Pedimos al banco la devolución", f"{_pesos(d['amount'])}."),
    "refund.paid": lambda d: ("El banco giró la devolución", f"{_pesos(d['amount'])}."),
    "refund.bounced": lambda _d: (
        "El banco no pudo girar la devolución",
        "La cuenta no la recibió. Hay que corregirla.",
    ),
    "letter.written": lambda d: (
        "Usted escribió a la entidad" if d["side"] == "citizen" else "La entidad le escribió",
        "Léalo en «Mensajes».",
    ),
    "case.suspended": lambda d: ("El término quedó suspendido", f"Motivo: {d['reason']}."),
    "case.resumed": lambda d: (
        "El término volvió a contar",
        f"La entidad debe responder a más tardar el {day_in_words(date.fromisoformat(d['due']))}."
        if d.get("due")
        else "Motivo: " + d["reason"],
    ),
    "term.extended": lambda d: (
        "La entidad prorrogó el término",
        f"Motivo: {d['reason']}.",
    ),
    "term.moved": lambda d: (
        "Cambió la fecha de respuesta",
        "La entidad cerró un día que no estaba en el calendario. "
        f"La nueva fecha es el {day_in_words(date.fromisoformat(d['due']))}."
        if d.get("due")
        else "La entidad cerró un día que no estaba en el calendario.",
    ),
    "action.taken": lambda d: (str(d["action"]), "Quedó en el expediente."),
    "case.linked": lambda d: (
        "Este trámite viene de otro",
        f"Lo inició el trámite {d['radicado']}.",
    ),
    "case.withdrawn": lambda _d: ("Usted desistió del trámite", "No se hará nada más en él."),
    "case.lapsed": lambda d: (
        "El trámite se archivó por desistimiento tácito",
        f"Motivo: {d['reason']}.",
    ),
    "incident.resolved": lambda _d: ("Se resolvió la falla técnica", "Su trámite sigue su curso."),
    "state.changed": lambda d: (f"Ahora está: {state_text(d['after'])}", ""),
    "case.closed": lambda _d: ("El trámite terminó", "El expediente quedó cerrado y archivado."),
    "incident.opened": lambda _d: (
        "Tuvimos una falla técnica",
        "Ya fue avisada a la entidad. El término sigue corriendo.",
    ),
}


def _pesos(amount: int) -> str:
    return "$ " + f"{amount:,}".replace(",", ".")


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
    return [_entry(event) for event in case.events.all() if _is_told(event)]


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


def _entry(event: Event) -> TimelineEntry:
    title, text = _WORDS[event.kind](json.loads(event.data))
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
    return f"{data['title']} {data['number']}".strip() + "."
