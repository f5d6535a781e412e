"""Where a case stands in the drawing of its own version, for who may read it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bpmn import versions
from bpmn.package.diagram import Diagram, DiagramRefused, read_diagram
from engine import runtime
from engine.errors import CaseNotFound
from engine.models import Case
from engine.models.actor import Actor, ActorKind
from engine.queries.access import case_row
from engine.queries.timeline import path_of

# Kinds of waiting that are a place in the flow, and not something that only watches over it.
_STANDS = ("item", "job", "message", "signal", "timer", "condition", "inner", "loop")


@dataclass(frozen=True, kw_only=True)
class FlowView:
    """Ids and names of the elements that are lit.

    Attributes:
        current: ids in the procedure's own drawing.
        passed: ids that the case went through, each once.
        current_names: where it stands now, also inside of what the procedure calls.
        passed_names: named elements that it went through, in order.
        has_drawing: whether there is something to draw.
    """

    current: tuple[str, ...]
    passed: tuple[str, ...]
    current_names: tuple[str, ...]
    passed_names: tuple[str, ...]
    has_drawing: bool


def flow_of(actor: Actor, radicado: str) -> FlowView:
    """Where the case stands and what it passed.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
    """
    case = _row(actor, radicado)
    path = path_of(case)
    drawing = _drawing(case)
    waiting = list(_waiting(case))
    here = tuple(dict.fromkeys(_names(case, waiting)))
    passed = list(_without_repeats(name for _, _, name in path if name))
    while passed and passed[-1] in here:
        passed.pop()
    return FlowView(
        current=tuple(dict.fromkeys(e for p, e in waiting if p == case.slug)),
        passed=tuple(dict.fromkeys(e for p, e, _ in path if p == case.slug)),
        current_names=here,
        passed_names=tuple(passed),
        has_drawing=drawing is not None,
    )


def drawing(actor: Actor, radicado: str) -> bytes:
    """The diagram of the case's own version, with what it is wrapped in.

    Raises:
        CaseNotFound: there is no such case that the actor may read, or it has no diagram.
    """
    case = _row(actor, radicado)
    raw = versions.bundle(versions.by_digest(case.version_digest)).process
    if not raw:
        raise CaseNotFound(radicado=radicado)
    return raw


def _row(actor: Actor, radicado: str) -> Case:
    """How the house works inside is for who works in it."""
    if actor.kind is not ActorKind.OFFICIAL:
        raise CaseNotFound(radicado=radicado)
    return case_row(actor, radicado)


def _drawing(case: Case) -> Diagram | None:
    raw = versions.bundle(versions.by_digest(case.version_digest)).process
    try:
        return read_diagram(raw) if raw else None
    except DiagramRefused:
        return None


def _waiting(case: Case) -> Iterator[tuple[str, str]]:
    """Process and element of each token that stands somewhere."""
    if case.is_over or not case.frozen:
        return
    model = versions.compiled(versions.by_digest(case.version_digest))
    for point in runtime.waiting(model, bytes(case.frozen)):
        if point.kind in _STANDS and not point.is_passive:
            yield point.process_id, point.element_id


def _names(case: Case, waiting: list[tuple[str, str]]) -> Iterator[str]:
    bundle = versions.bundle(versions.by_digest(case.version_digest))
    processes = {case.slug: bundle.process}
    processes |= {slug: folder.process or b"" for slug, folder in bundle.shared.items()}
    for process_id, element_id in waiting:
        raw = processes.get(process_id)
        element = read_diagram(raw).by_id.get(element_id) if raw else None
        if element is not None and element.name:
            yield element.name


def _without_repeats(names: Iterator[str]) -> Iterator[str]:
    last = ""
    for name in names:
        if name != last:
            yield name
        last = name
