"""Tasks name work that the window does."""

import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from bpmn.checks.subject import Subject
from bpmn.entity import registries
from bpmn.package import Finding
from bpmn.package.findings import error, warning

_KNOWN_FILE = Path(__file__).with_name("jobs.toml")
_ASKING = "registry.query"


@cache
def common_job_types() -> tuple[str, ...]:
    """Every job type; the engine's table stands above this room, so its names are repeated here."""
    return tuple(tomllib.loads(_KNOWN_FILE.read_text(encoding="utf-8"))["types"])


def findings(subject: Subject) -> Iterator[Finding]:
    """Types that no worker does, and registries that the entity does not keep."""
    kept = registries(subject.entity.divipola) if subject.entity else None
    for element in subject.elements:
        job_type, service = element.job_type, element.headers.get("service", "")
        if job_type and not job_type.startswith("=") and job_type not in common_job_types():
            near = get_close_matches(job_type, common_job_types(), n=1)
            yield error(
                "job-unknown",
                "process.bpmn",
                element.id,
                f"No hay un tipo de trabajo «{job_type}».",
                f"¿Quiso decir «{near[0]}»?" if near else f"Use: {', '.join(common_job_types())}.",
            )
        if job_type == _ASKING and kept is not None and service and service not in kept:
            yield warning(
                "job-registry",
                "process.bpmn",
                element.id,
                f"Esta entidad no tiene un registro «{service}».",
                f"Agregue registries/{service}.csv a los datos de la entidad.",
            )
