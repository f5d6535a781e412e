"""Tasks name work that the window does."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from bpmn.checks.subject import Subject
from bpmn.entity import registries
from bpmn.package import Finding
from bpmn.package.diagram import DiagramElement
from bpmn.package.findings import error, warning

_KNOWN_FILE = Path(__file__).with_name("jobs.toml")
_ASKING = ("registry.query", "exchange.request")
_KEEPING = ("registry.find", "registry.put")
_NUMBERING = "registry.number"
_PREFIX = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z][A-Z0-9]*)*")


@cache
def common_job_types() -> tuple[str, ...]:
    """Every job type; the engine's table stands above this room, so its names are repeated here."""
    return tuple(_known()["types"])


@cache
def common_services() -> tuple[str, ...]:
    """Every service of other entities; the engine's table of simulators stands above this room too."""
    return tuple(_known()["services"])


def findings(subject: Subject) -> Iterator[Finding]:
    """Types that no worker does, and registries that the entity does not keep."""
    kept = registries(subject.entity.divipola) if subject.entity else None
    for element in subject.elements:
        job_type = element.job_type
        if job_type and not job_type.startswith("=") and job_type not in common_job_types():
            near = get_close_matches(job_type, common_job_types(), n=1)
            yield error(
                "job-unknown",
                "process.bpmn",
                element.id,
                f"No hay un tipo de trabajo «{job_type}».",
                f"¿Quiso decir «{near[0]}»?" if near else f"Use: {', '.join(common_job_types())}.",
            )
        yield from _registry_findings(element, kept)


def _registry_findings(element: DiagramElement, kept: tuple[str, ...] | None) -> Iterator[Finding]:
    """Services that nobody offers, registries that the entity does not keep, series without a name."""
    headers, job_type = element.headers, element.job_type
    service, name = headers.get("service", ""), headers.get("registry", "")
    offered = (*(kept or ()), *common_services())
    if kept is not None and job_type in _ASKING and service and service not in offered:
        yield _unknown(element, service)
    if kept is not None and job_type in _KEEPING and name not in kept:
        yield _unknown(element, name)
    if job_type == _NUMBERING and not _PREFIX.fullmatch(headers.get("prefix", "")):
        yield error(
            "job-registry-prefix",
            "process.bpmn",
            element.id,
            "La serie del registro no tiene un prefijo.",
            "Escriba el encabezado «prefix» en mayúsculas, por ejemplo RIT.",
        )


def _unknown(element: DiagramElement, name: str) -> Finding:
    return warning(
        "job-registry",
        "process.bpmn",
        element.id,
        f"Esta entidad no tiene un registro «{name}».",
        f"Agregue registries/{name or 'NOMBRE'}.csv a los datos de la entidad.",
    )


@cache
def _known() -> Mapping[str, list[str]]:
    return tomllib.loads(_KNOWN_FILE.read_text(encoding="utf-8"))
