"""What a form begins with from what is already known: the answers of a case, and its files."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from forms.fields.answers import typed_answers, typed_value
from forms.fields.offers import value_of
from forms.models import Upload
from forms.schema import FormSchema, leaves, unrolled

# Nobody declares or accepts something by what they ticked another day.
_NEVER = frozenset({"checkbox"})


def prefilled(
    schema: FormSchema, answers: Mapping[str, Any], context: Mapping[str, Any], today: date
) -> dict[str, Any]:
    """What the fields begin with, in the shape of `ProcedureForm.draft()`.

    Args:
        schema: the form.
        answers: a field begins with the answer of the same path here.
        context: what the property `prefill` of a field sees, which counts before that.
        today: for that FEEL, in the entity's time zone.
    """
    typed = typed_answers(schema, answers)
    shown = [leaf for leaf in leaves(unrolled(schema.components)) if leaf.type not in _NEVER]
    begun = {leaf.name: typed.get(leaf.name) for leaf in shown}
    for leaf in shown:
        if leaf.prefill is not None:
            value = value_of(leaf.prefill, context, today)
            begun[leaf.name] = typed_value(value, leaf) if value is not None else ""
    return {name: value for name, value in begun.items() if value}


def filed_files(value: object) -> dict[str, Upload]:
    """Files among answers that a case already has, by id; the rows that were kept of them may be gone."""
    return {str(upload.pk): upload for upload in _files(value)}


def _files(value: object) -> Iterator[Upload]:
    if isinstance(value, Mapping):
        if "upload" in value and "sha256" in value:
            yield from _file(value)
            return
        for inner in value.values():
            yield from _files(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _files(inner)


def _file(told: Mapping[str, Any]) -> Iterator[Upload]:
    try:
        yield Upload(
            id=UUID(str(told["upload"])),
            name=str(told.get("name") or ""),
            size_bytes=int(told.get("size") or 0),
            mime=str(told.get("mime") or ""),
            sha256=str(told["sha256"]),
        )
    except ValueError:
        return
