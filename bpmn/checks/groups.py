"""Whoever must do something is named, and groups are those that entities have."""

import tomllib
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.findings import error, warning
from bpmn.package.sheet import SEAL, DocumentSheet, Sheet

_KNOWN_FILE = Path(__file__).with_name("groups.toml")


@cache
def common_groups() -> frozenset[str]:
    """Groups of a municipality (inventory Part F)."""
    return frozenset(tomllib.loads(_KNOWN_FILE.read_text(encoding="utf-8"))["groups"])


def findings(subject: Subject) -> Iterator[Finding]:
    """Tasks for nobody, groups that nobody knows, and signers that nobody holds."""
    entity = subject.entity
    known = common_groups() | (set(entity.offices) if entity else set())
    for element in subject.elements:
        if element.type == "userTask" and not (element.candidate_groups or element.assignee):
            yield error(
                "task-for-nobody",
                "process.bpmn",
                element.id,
                "Esta tarea no dice a quién le toca: nadie la vería en su bandeja.",
                "Escriba su grupo en «A quién le toca».",
            )
        for group in element.static_groups:
            if group not in known:
                yield _unknown("process.bpmn", element.id, group, known)
    sheet, file = subject.folder.sheet, subject.folder.sheet_file
    places = [("info_owner", sheet.info_owner)]
    places += [(f"roles.{role.group}", role.group) for role in sheet.roles]
    places += [place for document in sheet.documents.values() for place in _named(document, sheet)]
    for place, group in places:
        if group and group not in known:
            yield _unknown(file, place, group, known)
    for document in sheet.documents.values():
        for signer in document.signers:
            office = entity.offices.get(signer) if entity else None
            if entity and signer != SEAL and not (office and office.holder):
                yield warning(
                    "group-without-holder",
                    file,
                    f"documents.{document.id}.signer",
                    f"En esta entidad nadie ocupa «{signer}».",
                    "Diga quién lo ocupa en [offices] de los datos de la entidad.",
                )


def _named(document: DocumentSheet, sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Groups that a document names, each under the key where it was written."""
    place = f"documents.{document.id}"
    yield from ((f"{place}.reviewers", group) for group in document.reviewers)
    if not document.is_sealed:
        yield f"{place}.signer", document.signer
    # Without an office of its own it is issued by its signer, or by the sheet's owner.
    if document.office != (sheet.info_owner if document.is_sealed else document.signer):
        yield f"{place}.office", document.office


def _unknown(file: str, place: str, group: str, known: Collection[str]) -> Finding:
    near = [f"«{name}»" for name in get_close_matches(group, sorted(known), n=3)]
    guess = (
        f"¿Quiso decir {' o '.join(filter(None, (', '.join(near[:-1]), near[-1])))}? "
        if near
        else ""
    )
    return error(
        "group-unknown",
        file,
        place,
        f"No hay un grupo «{group}».",
        f"{guess}Los grupos son los de bpmn/checks/groups.toml y los de [offices] de la entidad.",
    )
