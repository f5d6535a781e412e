"""Small procedures for what the shelf does not have: published like any other, and filed by a citizen."""

from itertools import pairwise
from typing import Any
from uuid import uuid4

from bpmn import versions
from bpmn.package import from_files
from engine import commands
from engine.models import Case
from engine.models.actor import SYSTEM
from tests.bpmn.samples import documented_files
from tests.engine.cases import FRIDAY, citizen

__all__ = ["SYSTEM", "citizen", "uuid4"]

_FORM = b"""{"type": "default", "id": "inicio", "schemaVersion": 16, "components": [
  {"type": "textfield", "id": "clave", "key": "clave", "label": "Clave"}]}"""
_XML = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="urn:x">
  {beside}
  <bpmn:process id="{slug}" isExecutable="true">{inside}</bpmn:process>
</bpmn:definitions>"""


def message(name: str, key: str = "=answers.clave", ident: str = "m") -> str:
    """A message, as it stands beside the process."""
    subscription = f'<zeebe:subscription correlationKey="{key}" />' if key else ""
    return (
        f'<bpmn:message id="{ident}" name="{name}">'
        f"<bpmn:extensionElements>{subscription}</bpmn:extensionElements></bpmn:message>"
    )


def signal(name: str, ident: str = "s") -> str:
    return f'<bpmn:signal id="{ident}" name="{name}" />'


def number(ident: str = "numera") -> str:
    """The service task that gives a case its radicado."""
    return service(ident, "case.number")


def service(ident: str, job_type: str, retries: str = "3", **headers: str) -> str:
    lines = "".join(
        f'<zeebe:header key="{key}" value="{value}" />' for key, value in headers.items()
    )
    return (
        f'<bpmn:serviceTask id="{ident}"><bpmn:extensionElements>'
        f'<zeebe:taskDefinition type="{job_type}" retries="{retries}" />'
        f"<zeebe:taskHeaders>{lines}</zeebe:taskHeaders>"
        f"</bpmn:extensionElements></bpmn:serviceTask>"
    )


def user(ident: str) -> str:
    return (
        f'<bpmn:userTask id="{ident}" name="{ident}"><bpmn:extensionElements>'
        '<zeebe:assignmentDefinition candidateGroups="secretario-gobierno" />'
        "</bpmn:extensionElements></bpmn:userTask>"
    )


def start(ident: str, event: str = "") -> str:
    return f'<bpmn:startEvent id="{ident}">{event}</bpmn:startEvent>'


def end(ident: str = "fin", event: str = "") -> str:
    return f'<bpmn:endEvent id="{ident}" name="{ident}">{event}</bpmn:endEvent>'


def catch(ident: str, event: str) -> str:
    return f'<bpmn:intermediateCatchEvent id="{ident}">{event}</bpmn:intermediateCatchEvent>'


def throw(ident: str, event: str) -> str:
    return f'<bpmn:intermediateThrowEvent id="{ident}">{event}</bpmn:intermediateThrowEvent>'


def boundary(ident: str, host: str, event: str, *, interrupts: bool = True) -> str:
    return (
        f'<bpmn:boundaryEvent id="{ident}" attachedToRef="{host}" '
        f'cancelActivity="{str(interrupts).lower()}">{event}</bpmn:boundaryEvent>'
    )


def on_message(ref: str = "m") -> str:
    return f'<bpmn:messageEventDefinition messageRef="{ref}" />'


def on_signal(ref: str = "s") -> str:
    return f'<bpmn:signalEventDefinition signalRef="{ref}" />'


def after(duration: str) -> str:
    return _timer("timeDuration", duration)


def every(cycle: str) -> str:
    return _timer("timeCycle", cycle)


def script(ident: str, expression: str, result: str) -> str:
    return (
        f'<bpmn:scriptTask id="{ident}"><bpmn:extensionElements>'
        f'<zeebe:script expression="{expression}" resultVariable="{result}" />'
        "</bpmn:extensionElements></bpmn:scriptTask>"
    )


def path(*ids: str) -> str:
    """Sequence flows through the elements, in order."""
    return "".join(
        f'<bpmn:sequenceFlow id="{one}-{other}" sourceRef="{one}" targetRef="{other}" />'
        for one, other in pairwise(ids)
    )


def publish(slug: str, *inside: str, beside: str = "") -> versions.Version:
    """Publish a procedure whose form asks for a `clave`."""
    _, files = documented_files()
    sheet = files["procedure.toml"].decode()
    sheet = sheet.replace('"constancia-asistencia"', f'"{slug}"')
    folder = from_files(
        slug,
        {
            "procedure.toml": sheet.encode(),
            "process.bpmn": _XML.format(slug=slug, inside="".join(inside), beside=beside).encode(),
            "forms/inicio.form": _FORM,
            **{name: body for name, body in files.items() if name.startswith("documents/")},
        },
    )
    return versions.publish(folder, library={}, author="ana", publisher="luis", now=FRIDAY)


def file(slug: str, clave: str = "uno") -> Case:
    """File a case of a procedure made here."""
    filed = commands.file_case(
        commands.FileCase(actor=citizen(), slug=slug, answers={"clave": clave}, submit_id=uuid4())
    )
    return Case.objects.get(pk=filed.case_id)


def refreshed(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def kinds(case: Case) -> list[str]:
    """Kinds of the case's events, in order."""
    return list(case.events.values_list("kind", flat=True))


def places(case: Case) -> list[str]:
    """Elements at which items wait."""
    open_items = case.items.filter(status__in=["ready", "claimed"])
    return sorted(open_items.values_list("element_id", flat=True))


def state_of(case: Case) -> dict[str, Any]:
    fresh = refreshed(case)
    return {"status": fresh.status, "outcome": fresh.outcome}


def _timer(kind: str, text: str) -> str:
    return (
        f"<bpmn:timerEventDefinition><bpmn:{kind} "
        f'xsi:type="bpmn:tFormalExpression">{text}</bpmn:{kind}></bpmn:timerEventDefinition>'
    )
