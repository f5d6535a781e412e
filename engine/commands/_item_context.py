"""What the form of a work item sees: the variables of its place, the entity, and what a correction could ask."""

from typing import Any

from bpmn.entity import Entity
from engine.commands._forms import form, form_context
from engine.commands._items import item_variables
from engine.commands._work import version_of
from engine.models import WorkItem
from forms.schema import FormSchema

_CORRECTION = "correccion"


def item_context(item: WorkItem, entity: Entity) -> dict[str, Any]:
    """The variables, the entity and, for a form that offers options by FEEL, `correctionFields`.

    These are the fields {label, value} of the form with which the person completes the filing: the
    one that the variable `correctionForm` names, or `correccion`.
    """
    seen = item_variables(item)
    schema = item_schema(item)
    offers = schema is not None and any(leaf.options_from for leaf in schema.leaves())
    fields = {"correctionFields": _fields(item, seen.get("correctionForm"))} if offers else {}
    return {**fields, **seen, **form_context(entity)}


def item_schema(item: WorkItem) -> FormSchema | None:
    """The form of a work item; None when the model gives it none."""
    if not item.form_id:
        return None
    return form(version_of(item.case.version_digest), item.process_id, item.form_id)


def _fields(item: WorkItem, name: object) -> list[dict[str, str]]:
    wanted = str(name or _CORRECTION)
    schema = form(version_of(item.case.version_digest), item.process_id, wanted)
    return [{"label": leaf.label, "value": leaf.key} for leaf in schema.leaves()]
