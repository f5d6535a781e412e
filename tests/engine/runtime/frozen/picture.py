"""Freezes one case that has something of everything in it, for later releases to thaw.

Run `python -m tests.engine.runtime.frozen.picture` once for a new format; never for an old one.
"""

from __future__ import annotations

from pathlib import Path

from engine.runtime import CompiledModel
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case

ROOTS = m.message("pago", "=radicado") + m.signal("alarma")


def model() -> CompiledModel:
    """An item with a guard, a job, a message, a timer, a repeated call, and what can be undone."""
    called = m.document("called", m.start(), m.user("see"), m.end(), m.chain("start", "see", "end"))
    loop = m.many("=people", inputElement="person", outputCollection="out", outputElement="=said")
    handler = m.job("unbook").replace(
        "<bpmn:serviceTask", '<bpmn:serviceTask isForCompensation="true"'
    )
    watcher = m.event_sub(
        "es", m.begins("es1", m.on_signal("alarma"), isInterrupting="false"), m.user("look"),
        m.end("es2"), m.chain("es1", "look", "es2"),
    )  # fmt: skip
    branches = ("item", "job", "mail", "time", "people-s", "book")
    return m.model(
        m.start(), m.fork("f"), m.user("item", m.mapping({"local": "=radicado"})),
        m.beside("late", "item", m.on_time("R/P1D", "timeCycle")), m.end("late-end"),
        m.chain("late", "late-end"), m.job("job"), m.catch("mail", "pago"),
        m.waits("time", m.on_time("15 DH"), m.properties(clock="case")),
        m.sub("people-s", m.start("p1"), m.call("c", "called", m.mapping(outputs={"said": "=said"}), loop=loop),
              m.end("p2"), m.chain("p1", "c", "p2")),
        m.job("book"), handler, m.handled_by("book", "unbook"), m.fork("j"), m.throws("undo", m.compensate()),
        m.end(), *(m.chain("f", name, "j") for name in branches), m.chain("start", "f"),
        m.chain("j", "undo", "end"), watcher, roots=ROOTS, others={"called": called},
    )  # fmt: skip


def frozen_case() -> Case:
    """The case in the middle: one of two people has spoken, the booking is done."""
    case = Case(model(), {"radicado": "2026-1", "people": ["Ana", "Luis"]})
    case.complete("see", said="early")
    case.complete("book")
    case.occur("es1")
    case.occur("late")
    return case


if __name__ == "__main__":
    Path(__file__).with_name("format-2.json").write_bytes(frozen_case().last.state)
