"""Small procedures for what the shelf does not have: published like any other, and filed by a citizen."""

from typing import Any
from uuid import uuid4

from bpmn import versions
from bpmn.package import from_files
from engine import commands
from engine.models import Case
from engine.models.actor import SYSTEM
from tests.bpmn.samples import documented_files
from tests.engine.cases import FRIDAY, citizen
from tests.engine.runtime import models

__all__ = ["SYSTEM", "citizen", "uuid4"]

_FORM = b"""{"type": "default", "id": "inicio", "schemaVersion": 16, "components": [
  {"type": "textfield", "id": "clave", "key": "clave", "label": "Clave"}]}"""
OFFICE = "secretario-gobierno"


def message(name: str, key: str = "=answers.clave", ident: str = "m") -> str:
    """A message, as it stands beside the process."""
    subscription = models.zeebe("subscription", correlationKey=key) if key else ""
    return models.node("message", ident, models.extensions(subscription), name=name)


def signal(name: str, ident: str = "s") -> str:
    return models.node("signal", ident, name=name)


def number(ident: str = "numera") -> str:
    """The service task that gives a case its radicado."""
    return service(ident, "case.number")


def service(ident: str, job_type: str, retries: str = "3", **headers: str) -> str:
    lines = [models.zeebe("header", key=key, value=value) for key, value in headers.items()]
    task = models.zeebe("taskDefinition", type=job_type, retries=retries)
    parts = models.extensions(task, models.zeebe("taskHeaders", *lines))
    return models.node("serviceTask", ident, parts)


def user(ident: str) -> str:
    assigned = models.zeebe("assignmentDefinition", candidateGroups=OFFICE)
    return models.user(ident, assigned, name=ident)


def start(ident: str, event: str = "") -> str:
    return models.begins(ident, event)


def end(ident: str = "fin", event: str = "") -> str:
    return models.end(ident, event, name=ident)


def boundary(ident: str, host: str, event: str, *, interrupts: bool = True) -> str:
    hangs = models.hangs if interrupts else models.beside
    return hangs(ident, host, event)


def on_message(ref: str = "m") -> str:
    return models.on_message(ref)


def on_signal(ref: str = "s") -> str:
    return models.on_signal(ref)


def every(cycle: str) -> str:
    return models.on_time(cycle, "timeCycle")


catch, throw, script, path, after = (
    *(models.waits, models.throws, models.script, models.chain, models.on_time),
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
            "process.bpmn": models.document(slug, *inside, roots=beside),
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
