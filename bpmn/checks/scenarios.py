"""Scenarios can be read and name what exists."""

from collections.abc import Iterator

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.findings import error, warning
from bpmn.package.scenarios import Scenario, read_scenario


def findings(subject: Subject) -> Iterator[Finding]:
    """Everything that keeps a scenario from meaning something."""
    ids: dict[str, str] = {}
    scenarios = subject.folder.inside("scenarios")
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
        yield from _names(subject, file, scenario)


def _names(subject: Subject, file: str, scenario: Scenario) -> Iterator[Finding]:
    known = set(subject.diagram.by_id if subject.diagram else ())
    reachable = known | _shared_ids(subject)
    path = set(scenario.expect.path or ())
    for element in dict.fromkeys(scenario.elements):
        # A path tells of the procedure's own elements; people also act inside shared processes.
        if element not in (known if element in path else reachable):
            yield error(
                "scenario-element",
                file,
                element,
                f"El diagrama no tiene un elemento «{element}».",
                "Use el identificador que tiene en el diagrama.",
            )
    documents = set(subject.folder.sheet.documents)
    documents |= {name for folder in subject.shared.values() for name in folder.sheet.documents}
    for document in scenario.expect.documents or ():
        if document not in documents:
            yield error(
                "scenario-document",
                file,
                document,
                f"La ficha no tiene un documento «{document}».",
                "Use el nombre de una tabla [documents.…].",
            )


def _shared_ids(subject: Subject) -> set[str]:
    diagrams = (subject.diagram_of(slug) for slug in subject.shared)
    return {element for diagram in diagrams if diagram for element in diagram.by_id}
