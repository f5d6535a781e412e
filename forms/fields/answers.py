"""The same rules without a page: answers that come from a scenario, an API or a command."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from forms.fields.form import build_form
from forms.fields.makers import as_typed
from forms.fields.upload import KEPT
from forms.models import Upload
from forms.schema import Component, FormSchema, leaves, unrolled


def read_answers(
    schema: FormSchema,
    answers: Mapping[str, Any],
    *,
    context: Mapping[str, Any],
    today: date,
    owner_id: int | None,
    filed: Mapping[str, Upload] | None = None,
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The answers as the form keeps them, and what is wrong with them, by path.

    Args:
        schema: the form.
        answers: nested as the form's paths; dates and numbers may be text.
        context: what the form's FEEL sees besides.
        today: for rules about dates, in the entity's time zone.
        owner_id: whose uploads may be named.
        filed: files that may be named too, by id: those that the case already has.
    """
    data, crowded = QueryDict(mutable=True), {}
    for component in leaves(unrolled(schema.components)):
        is_file = component.type == "filepicker"
        sent_as = component.name + KEPT if is_file else component.name
        texts = list(_typed(answers, component))
        data.setlist(sent_as, texts)
        if is_file and not component.multiple and len(texts) > 1:
            crowded[component.name] = [gettext("Aquí va un solo archivo: adjunte uno.")]
    form = build_form(
        schema,
        data=data,
        files=None,
        context=context,
        owner_id=owner_id,
        today=today,
        filed=filed,
    )
    errors = {name: [str(sentence) for sentence in found] for name, found in form.errors.items()}
    errors |= crowded
    return ({} if errors else form.answers), errors


def check_answers(
    schema: FormSchema,
    answers: Mapping[str, Any],
    *,
    context: Mapping[str, Any],
    today: date,
    owner_id: int | None,
    filed: Mapping[str, Upload] | None = None,
) -> dict[str, list[str]]:
    """What is wrong with the answers, by path; empty when nothing is."""
    return read_answers(
        schema, answers, context=context, today=today, owner_id=owner_id, filed=filed
    )[1]


def typed_answers(schema: FormSchema, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as somebody would type them: the shape of `ProcedureForm.draft()`.

    Args:
        schema: the form.
        answers: nested as the form's paths.
    """
    typed: dict[str, Any] = {}
    for component in leaves(unrolled(schema.components)):
        typed[component.name] = _as_field(list(_typed(answers, component)), component)
    return typed


def typed_value(value: Any, component: Component) -> Any:
    """One answer as somebody would type it."""
    texts = _files(value) if component.type == "filepicker" else _texts(value, component)
    return _as_field(list(texts), component)


def _as_field(texts: list[str], component: Component) -> Any:
    holds_several = component.type == "checklist" or component.multiple
    return texts if holds_several else next(iter(texts), "")


def _typed(answers: Mapping[str, Any], component: Component) -> Iterator[str]:
    value = _at(answers, component.path)
    yield from _files(value) if component.type == "filepicker" else _texts(value, component)


def _files(value: Any) -> Iterator[str]:
    """Ids of the files that an answer names: one, as it is told or its id alone, or a list of such."""
    for one in value if isinstance(value, list | tuple) else [value]:
        upload = one.get("upload") if isinstance(one, Mapping) else one
        yield from [str(upload)] if upload else []


def _at(answers: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        if isinstance(answers, list):
            answers = answers[int(key)] if key.isdigit() and int(key) < len(answers) else None
        else:
            answers = answers.get(key) if isinstance(answers, Mapping) else None
    return answers


def _texts(value: Any, component: Component) -> Iterator[str]:
    if value is None or value is False:
        return
    if isinstance(value, list):
        for item in value:
            yield from _texts(item, component)
    elif value is True:
        yield "on"
    elif component.type == "number" and isinstance(value, Decimal | float | int):
        yield as_typed(value)
    elif isinstance(value, Decimal):
        yield format(value, "f")
    elif isinstance(value, date):
        yield value.isoformat()
    else:
        yield str(value)
