"""Cases that call the shared consultation of another entity and stop behind it."""

from typing import Any

from bpmn import versions
from bpmn.entity import ENTITIES
from bpmn.package import read_folder
from engine import commands
from engine.jobs.execution import run_due
from engine.models import Case, ExchangeRequest
from tests.engine import flows
from tests.engine.runtime import models

SHARED = ENTITIES.parent / "shared" / "sp-consulta-externa"
SLUG = "consulta-ejemplo"


def asks(service: str, query: str, mode: str = "oficio", loop: str = "") -> Case:
    """File a case that calls the shared consultation and ends with what it says."""
    call = models.call(
        "consulta",
        "sp-consulta-externa",
        models.mapping(
            {
                "service": f'="{service}"',
                "query": query,
                "mode": f'="{mode}"',
                "slaTerm": '="10 DH"',
            }
            | {"manualGroup": f'="{flows.OFFICE}"'},
            {"said": "=response"},
        ),
        propagateAllParentVariables="true",
        propagateAllChildVariables="false",
        loop=loop,
    )
    _publish(
        flows.start("inicio"),
        flows.number(),
        call,
        flows.user("despues"),
        flows.end("fin"),
        flows.path("inicio", "numera", "consulta", "despues", "fin"),
    )
    case = flows.file(SLUG)
    run_due()
    return case


def _publish(*inside: str) -> None:
    real = versions.publish

    def with_shared(folder, *, library, **more):
        del library
        shared = {SHARED.name: read_folder(SHARED)}
        return real(folder, library=shared, **more)

    versions.publish = with_shared
    try:
        flows.publish(SLUG, *inside)
    finally:
        versions.publish = real


def said(case: Case) -> Any:
    """What the case's last item sees of the answer."""
    item = flows.refreshed(case).items.get(element_id="despues", status="ready")
    return commands.item_variables(item)["said"]


def open_question(case: Case) -> ExchangeRequest:
    return ExchangeRequest.objects.get(case=case)
