"""Forms as pages need them: the schema, and what its FEEL sees."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from bpmn import versions
from bpmn.entity import load as load_entity
from engine.commands import START_FORM, form, form_context
from engine.commands import item_context as _item_context
from engine.commands import start_form as _start_form
from engine.errors import ProcedureNotFound
from engine.models import WorkItem
from forms.schema import FormSchema


def start_form(slug: str, kind: str = "") -> FormSchema:
    """The form that a citizen files.

    Args:
        slug: of the procedure.
        kind: which of the sheet's `start_forms`, such as `ninos`; empty for the usual one.

    Raises:
        ProcedureNotFound: nothing is published under that slug, or it has no such form.
    """
    version = versions.current(slug)
    if version is None or (kind and kind not in version.sheet.start_forms):
        raise ProcedureNotFound(slug=slug)
    return _start_form(version, kind)


def start_context(_slug: str = "") -> Mapping[str, Any]:
    """What the start form's FEEL sees besides the answers."""
    return form_context(load_entity(settings.ENTITY))


def item_form(item: WorkItem) -> FormSchema | None:
    """The form of a work item; None when the model gives it none."""
    if not item.form_id:
        return None
    version = versions.by_digest(item.case.version_digest)
    return form(version, item.process_id, item.form_id)


def item_context(item: WorkItem) -> Mapping[str, Any]:
    """What a work item's FEEL sees: the case's variables, and the entity."""
    return _item_context(item, load_entity(settings.ENTITY))


def filed_form(digest: str, form_id: str) -> FormSchema | None:
    """The form with which a case was filed, of the version on which it runs.

    A case that an event began is shown by the usual form; None where the procedure has none.
    """
    version = versions.by_digest(digest)
    if not form_id and versions.root_folder(version).form(START_FORM) is None:
        return None
    return form(version, version.slug, form_id or START_FORM)
