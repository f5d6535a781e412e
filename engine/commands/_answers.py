"""Answers of an open item for callers that have no page: given as plain values, or the form's own defaults."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from bpmn.entity import load as load_entity
from engine.commands._forms import form
from engine.commands._item_context import item_context
from engine.commands._work import version_of
from engine.errors import AnswersRefused
from engine.models import WorkItem
from forms.fields import read_answers
from forms.schema import FormSchema, leaves, unrolled


def read_item_answers(item: WorkItem, answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Plain answers as the item's form keeps them; for callers that have no page.

    Raises:
        AnswersRefused: the answers break the form's rules.
    """
    if not item.form_id:
        return dict(answers)
    context = item_context(item, load_entity(settings.ENTITY))
    read, errors = read_answers(
        _schema(item), answers, context=context, today=today, owner_id=item.assignee_id
    )
    if errors:
        raise AnswersRefused(errors)
    return read


def default_answers(item: WorkItem, today: date) -> dict[str, Any]:
    """What the item's form answers when nobody touches it.

    Raises:
        AnswersRefused: the form asks something that has no default.
    """
    if not item.form_id:
        return {}
    answers: dict[str, Any] = {}
    for component in leaves(unrolled(_schema(item).components)):
        if component.default is not None:
            _put(answers, component.path, component.default)
    return read_item_answers(item, answers, today)


def _schema(item: WorkItem) -> FormSchema:
    return form(version_of(item.case.version_digest), item.process_id, item.form_id)


def _put(answers: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    *outer, name = path
    for part in outer:
        answers = answers.setdefault(part, {})
    answers[name] = value
