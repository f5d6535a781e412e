"""Forms of a version, with the shared ones that they include."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from functools import cached_property
from typing import Any

from bpmn import versions
from bpmn.entity import Entity
from bpmn.versions.contents import DigestCache
from engine.errors import CaseStuck, ProcedureNotFound
from forms.schema import FormSchema, load_form

START_FORM = "inicio"
_forms: DigestCache[FormSchema] = DigestCache(512)


class Unread(Mapping[str, Any]):
    """What a form sees, read only if one of its expressions asks."""

    def __init__(self, read: Callable[[], Mapping[str, Any]]) -> None:
        self._read = read

    @cached_property
    def _found(self) -> Mapping[str, Any]:
        return self._read()

    def __getitem__(self, name: str) -> Any:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def start_form(version: versions.Version, kind: str = "") -> FormSchema:
    """The form that a citizen files: the usual one, or one of the sheet's others by its kind.

    Raises:
        ProcedureNotFound: the procedure has no form of that kind.
    """
    return form(version, version.slug, start_form_id(version, kind))


def start_form_id(version: versions.Version, kind: str) -> str:
    """Id of a start form.

    Raises:
        ProcedureNotFound: the procedure has no form of that kind.
    """
    if not kind:
        return START_FORM
    if kind not in version.sheet.start_forms:
        raise ProcedureNotFound(slug=version.slug)
    return version.sheet.start_forms[kind]


def form(version: versions.Version, process_id: str, form_id: str) -> FormSchema:
    """A form by id: the procedure's own first, then that of the process where the element stands."""
    key = f"{version.digest}/{process_id}/{form_id}"
    return _forms.get(key, lambda: _load(version, process_id, form_id))


def form_context(entity: Entity) -> Mapping[str, Any]:
    """What every form's FEEL sees besides the answers."""
    return {"entity": asdict(entity)}


def _load(version: versions.Version, process_id: str, form_id: str) -> FormSchema:
    bundle = versions.bundle(version)
    raw = bundle.find(f"forms/{form_id}.form", process_id)
    if raw is None:
        raise CaseStuck(reason="unknown-form", process=process_id, element=form_id)
    return load_form(raw, includes=bundle.include)
