"""The variables with which every case begins (inventory Part A, conventions of the process)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings

from bpmn.entity import Entity
from bpmn.parameters import procedure_values, values_on
from bpmn.versions import Version, bundle
from engine.commands import _numbering

if TYPE_CHECKING:
    from engine.commands._work import Work


def case_variables(
    work: Work,
    version: Version,
    answers: Mapping[str, Any],
    attachments: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """What a case knows when its flow begins.

    Args:
        work: with the case, as it was filed or as an event started it.
        version: on which it runs.
        answers: of the start form; empty where an event started the case.
        attachments: what was filed with them.
    """
    return {
        **_numbering.number(work),
        "tenant": work.entity.divipola,
        "entity": entity_variables(work.entity),
        "caseId": str(work.case.id),
        "procedureSlug": version.slug,
        "procedureVersion": version.digest,
        "procedureName": version.sheet.official_name,
        "sheet": _sheet(version, work.case.legal_filed_on or work.today),
        "params": values_on(
            work.entity.divipola, work.case.legal_filed_on or work.today
        ).variables(),
        "channel": work.case.channel,
        "answers": dict(answers),
        "applicant": {**(answers.get("applicant") or {}), "name": work.case.applicant_name},
        "notification": answers.get("notification") or {},
        "consents": answers.get("consents") or {},
        "attachments": list(attachments),
    }


def _sheet(version: Version, day: date) -> dict[str, Any]:
    """The sheet, with the parameters of what it shares; its own count before those."""
    seen = version.sheet.variables()
    shared: dict[str, Any] = {}
    for folder in bundle(version).shared.values():
        shared |= folder.sheet.variables()["parameters"]
    own = seen["parameters"] | procedure_values(version.slug, day)
    return {**seen, "parameters": shared | own}


def entity_variables(entity: Entity) -> dict[str, Any]:
    """What models, forms and templates see of the entity (inventory C.3)."""
    return {**asdict(entity), "publicUrl": settings.PUBLIC_URL}
