"""Forms of a version, with the shared ones that they include."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bpmn import versions
from bpmn.entity import Entity
from engine.errors import CaseStuck
from forms.schema import FormSchema, load_form

START_FORM = "inicio"


def start_form(version: versions.Version) -> FormSchema:
    """The form that a citizen files."""
    return form(version, version.slug, START_FORM)


def form(version: versions.Version, process_id: str, form_id: str) -> FormSchema:
    """A form by id: the procedure's own first, then that of the process where the element stands."""
    bundle = versions.bundle(version)
    raw = bundle.find(f"forms/{form_id}.form", process_id)
    if raw is None:
        raise CaseStuck(reason="unknown-form", process=process_id, element=form_id)
    return load_form(raw, includes=bundle.include)


def form_context(entity: Entity) -> Mapping[str, Any]:
    """What every form's FEEL sees besides the answers."""
    return {"entity": asdict(entity)}
