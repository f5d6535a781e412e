"""What must hold before a folder is published: one file for each rule, every fault a finding.

A finding has a code, a place and a remedy. No folder, however broken, raises an exception here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from bpmn.checks import (
    call_inputs,
    call_words,
    calls,
    decisions,
    documents,
    encodings,
    expressions,
    flow,
    forms,
    groups,
    jobs,
    markup,
    messages,
    model,
    name_order,
    names,
    numbering,
    picture,
    pictures,
    properties,
    related,
    retention,
    scenarios,
    sheet,
    signature,
    template_names,
)
from bpmn.checks.subject import Subject
from bpmn.entity import Entity
from bpmn.package import Finding, Folder, FolderRefused, Severity, errors_of, from_files

__all__ = ["RULES", "Finding", "Severity", "Subject", "check", "check_files", "errors_of"]

Rule = Callable[[Subject], Iterator[Finding]]

RULES: Mapping[str, Rule] = {
    "encodings": encodings.findings,
    "sheet": sheet.findings,
    "model": model.findings,
    "flow": flow.findings,
    "numbering": numbering.findings,
    "properties": properties.findings,
    "calls": calls.findings,
    "call-inputs": call_inputs.findings,
    "jobs": jobs.findings,
    "forms": forms.findings,
    "decisions": decisions.findings,
    "expressions": expressions.findings,
    "names": names.findings,
    "name-order": name_order.findings,
    "documents": documents.findings,
    "template-names": template_names.findings,
    "signature": signature.findings,
    "pictures": pictures.findings,
    "messages": messages.findings,
    "markup": markup.findings,
    "groups": groups.findings,
    "retention": retention.findings,
    "scenarios": scenarios.findings,
    "related": related.findings,
    "call_words": call_words.findings,
    "picture": picture.findings,
}


def check(
    folder: Folder,
    library: Mapping[str, Folder],
    *,
    entity: Entity | None = None,
    neighbours: Iterable[str] | None = None,
) -> tuple[Finding, ...]:
    """Everything to mend in a folder, errors before warnings.

    Args:
        folder: a procedure or something shared.
        library: shared folders by slug.
        entity: whose offices and TRD it must fit; without it those rules are silent.
        neighbours: slugs of the other procedures; without it related ones are not looked for.
    """
    others = None if neighbours is None else frozenset(neighbours)
    subject = Subject(folder, library, others, entity)
    found = {finding for rule in RULES.values() for finding in rule(subject)}
    return tuple(sorted(found, key=lambda f: (f.severity, f.file, f.element, f.code, f.message)))


def check_files(
    slug: str,
    files: Mapping[str, bytes],
    library: Mapping[str, Folder],
    *,
    entity: Entity | None = None,
) -> tuple[Finding, ...]:
    """The same for files that may not even make a folder."""
    try:
        folder = from_files(slug, files)
    except FolderRefused as refusal:
        return refusal.findings
    return check(folder, library, entity=entity)
