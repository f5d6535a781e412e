"""Versions of small models, and cases that move between them."""

from __future__ import annotations

from collections.abc import Mapping

from engine.runtime import CompiledModel, plan_migration, waiting
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case

ROOTS = m.message("mail", '="k"') + m.signal("bell") + m.message("other", '="k"')
Place = tuple[str, str]
Landings = dict[tuple[str, str], tuple[str | None, str | None]]


def line(*nodes: str, extra: str = "", others: dict[str, bytes] | None = None) -> CompiledModel:
    """The nodes one after the other, between start and end."""
    ids = [node.split('id="')[1].split('"')[0] for node in nodes]
    return m.model(
        m.start(), *nodes, m.end(), m.chain("start", *ids, "end"), extra, roots=ROOTS, others=others
    )


def guard(name: str, host: str, event: str, *, beside: bool = False) -> str:
    make = m.beside if beside else m.hangs
    return make(name, host, event) + m.end(f"{name}-end") + m.chain(name, f"{name}-end")


def watcher(event: str, interrupting: str = "false", name: str = "es") -> str:
    begin = m.begins(f"{name}1", event, isInterrupting=interrupting)
    return m.event_sub(name, begin, m.user(f"{name}-h"), m.end(f"{name}2"), m.chain(f"{name}1", f"{name}-h", f"{name}2"))  # fmt: skip


def planned(
    case: Case, new: CompiledModel, mapping: Mapping[Place, Place] | None = None
) -> tuple[bool, Landings]:
    """Landings by element: where to, and why not."""
    plan = plan_migration(case.model, new, case.last.state, mapping)
    landed = {(x.element_id, x.kind): (x.to and x.to[1], x.reason) for x in plan.landings}
    return plan.is_possible, landed


def moved(case: Case, new: CompiledModel, mapping: Mapping[Place, Place] | None = None) -> Case:
    """Migrate, and see that the plan told where every token went."""
    plan = plan_migration(case.model, new, case.last.state, mapping)
    assert plan.is_possible
    case.migrate(new, mapping)
    stands = {w.token: (w.process_id, w.element_id) for w in waiting(new, case.last.state)}
    for landing in plan.landings:
        if landing.reason is None:
            assert stands.get(landing.token, landing.to) == landing.to
        else:
            assert landing.token not in stands
    return case


def nested(*inside: str, name: str = "s", mapping: str = "", more: str = "") -> str:
    """A sub-process with the nodes one after the other."""
    ids = [node.split('id="')[1].split('"')[0] for node in inside]
    return m.node("subProcess", name, m.extensions(mapping), m.start("s1"), *inside, m.end("s2"), m.chain("s1", *ids, "s2"), more)  # fmt: skip


def undoable(name: str, *, handler: str = "undo") -> tuple[str, str]:
    """A job, and what undoes it."""
    task = m.job(handler).replace("<bpmn:serviceTask", '<bpmn:serviceTask isForCompensation="true"')
    return m.job(name), task + m.handled_by(name, handler)
