"""Whoever must do something is named, and groups are those that entities have."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.findings import error, warning
from bpmn.package.sheet import SEAL

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
                yield _unknown("process.bpmn", element.id, group)
    sheet, file = subject.folder.sheet, subject.folder.sheet_file
    places = [("info_owner", sheet.info_owner)]
    places += [(f"roles.{role.group}", role.group) for role in sheet.roles]
    places += [(f"documents.{d.id}.office", d.office) for d in sheet.documents.values()]
    for place, group in places:
        if group and group not in known:
            yield _unknown(file, place, group)
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


def _unknown(file: str, place: str, group: str) -> Finding:
    return error(
        "group-unknown",
        file,
        place,
        f"No hay un grupo «{group}».",
        "Use un grupo de la entidad o de la lista de grupos comunes.",
    )
