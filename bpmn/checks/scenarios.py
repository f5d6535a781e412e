"""Scenarios can be read and name what exists."""

from collections.abc import Iterator, Sequence

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.diagram import Diagram
from bpmn.package.findings import error, warning
from bpmn.package.scenarios import (
    SELF,
    CompleteTask,
    DeliverMessage,
    Scenario,
    ScenarioStep,
    SignDocument,
    SwitchCase,
    ThrowSignal,
    line_numbers,
    read_scenario,
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Everything that keeps a scenario from meaning something."""
    ids: dict[str, str] = {}
    scenarios = subject.folder.inside("scenarios")
    diagrams = _diagrams(subject)
    if subject.is_procedure and not scenarios:
        yield warning(
            "scenario-none",
            "scenarios/",
            "",
            "El trámite no tiene escenarios que lo prueben.",
            "Agregue uno por cada camino: con estas respuestas, este fin.",
        )
    for name, raw in scenarios.items():
        file = f"scenarios/{name}"
        scenario, found = read_scenario(file, raw)
        yield from found
        if scenario is None:
            continue
        if scenario.id in ids:
            message = f"El escenario «{scenario.id}» está también en {ids[scenario.id]}."
            yield error("scenario-twice", file, "id", message, "Cambie uno de los dos.")
        ids[scenario.id] = file
        yield from _elements(subject, scenario, raw, diagrams)
        yield from _events(scenario, diagrams)
        yield from _documents(subject, scenario)


def _elements(
    subject: Subject, scenario: Scenario, raw: bytes, diagrams: Sequence[Diagram]
) -> Iterator[Finding]:
    # A path tells of the procedure's own elements; people also act inside shared processes.
    known = set(subject.diagram.by_id if subject.diagram else ())
    wrapper = subject.diagram_of(subject.wrapper.slug) if subject.wrapper else None
    known |= set(wrapper.by_id if wrapper else ())
    reachable = {element for diagram in diagrams for element in diagram.by_id}
    told: set[str] = set()
    for element, place, is_own in _named(scenario):
        if element in (known if is_own else reachable) or element in told:
            continue
        told.add(element)
        # Lines cost as much as the whole file; almost always nobody asks for them.
        line = place if isinstance(place, int) else line_numbers(raw.decode()).get(place, 0)
        yield error(
            "scenario-element",
            scenario.file,
            element,
            f"El diagrama no tiene un elemento «{element}» (línea {line}).",
            "Use el identificador que tiene en el diagrama.",
        )


def _named(scenario: Scenario) -> Iterator[tuple[str, int | str, bool]]:
    """Elements, the line or the key that names them, and whether they must be the procedure's own."""
    for step in _own_steps(scenario):
        if isinstance(step, (CompleteTask, SignDocument)):
            yield step.element, step.line, False
    for key, elements in (
        ("path", scenario.expect.path),
        ("waiting_at", scenario.expect.waiting_at),
    ):
        for number, element in enumerate(elements or (), 1):
            yield element, f"expect.{key}[{number}]", key == "path"


def _own_steps(scenario: Scenario) -> Iterator[ScenarioStep]:
    """Steps of the scenario's own case; those of others name elements that this folder has not."""
    is_own = True
    for step in scenario.steps:
        if isinstance(step, SwitchCase):
            is_own = step.slug == SELF
        elif is_own:
            yield step


def _events(scenario: Scenario, diagrams: Sequence[Diagram]) -> Iterator[Finding]:
    messages = {name for diagram in diagrams for name in diagram.messages}
    signals = {name for diagram in diagrams for name in diagram.signals}
    for step in _own_steps(scenario):
        if isinstance(step, DeliverMessage) and not _may_be(step.message, messages):
            yield _unknown("un mensaje", step.message, step.line, scenario.file)
        if isinstance(step, ThrowSignal) and not _may_be(step.signal, signals):
            yield _unknown("una señal", step.signal, step.line, scenario.file)


def _may_be(name: str, known: set[str]) -> bool:
    """Whether it is one of the names; a name that FEEL works out may be any."""
    return name in known or any(other.startswith("=") for other in known)


def _unknown(what: str, name: str, line: int, file: str) -> Finding:
    return error(
        "scenario-event",
        file,
        f"línea {line}: {name}",
        f"El diagrama no espera {what} «{name}».",
        "Use el nombre que tiene en el diagrama.",
    )


def _documents(subject: Subject, scenario: Scenario) -> Iterator[Finding]:
    documents = set(subject.folder.sheet.documents)
    documents |= {name for folder in subject.shared.values() for name in folder.sheet.documents}
    for document in scenario.expect.documents or ():
        if document not in documents:
            yield error(
                "scenario-document",
                scenario.file,
                document,
                f"La ficha no tiene un documento «{document}».",
                "Use el nombre de una tabla [documents.…].",
            )


def _diagrams(subject: Subject) -> list[Diagram]:
    slugs = (subject.folder.slug, *subject.shared)
    return [diagram for slug in slugs if (diagram := subject.diagram_of(slug))]
