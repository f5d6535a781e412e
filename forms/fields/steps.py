"""A long form as steps of one idea each: one for each of its groups, with the texts that stand before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.datastructures import MultiValueDict
from django.utils.text import slugify

from forms.fields.blocks import Block, blocks
from forms.fields.makers import as_typed
from forms.fields.summary import SummarySection, summarise
from forms.fields.upload import KEPT, REMOVE
from forms.schema import Component, FormSchema, leaves, unrolled
from forms.schema.components import BRANCHES, SHOWN

if TYPE_CHECKING:
    from forms.fields.form import ProcedureForm

Problems = list[tuple[str, str]]


@dataclass(frozen=True)
class Step:
    """One page of a form.

    Attributes:
        key: how addresses write it; the same for as long as the form stays the same.
        title: what it asks about; empty for questions that stand in no group.
        components: what it shows.
        names: of the fields that it has, hidden or not.
    """

    key: str
    title: str
    components: tuple[Component, ...]
    names: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class StepSummary:
    """What was answered in a step."""

    step: Step
    sections: list[SummarySection]


def all_steps(components: tuple[Component, ...]) -> list[Step]:
    """Every step, also those that the answers hide."""
    parts = list(_parts(components))
    keys = Counter(_key(part) for part in parts)
    return [
        Step(
            key=_key(part) if keys[_key(part)] == 1 else f"{_key(part)}-{number}",
            title=_title(part),
            components=part,
            names=frozenset(leaf.name for leaf in leaves(part)),
        )
        for number, part in enumerate(parts, 1)
    ]


def shown_steps(form: ProcedureForm) -> list[Step]:
    """The steps that ask something, as the answers stand; a text goes to the next one that does."""
    shown: list[Step] = []
    texts: tuple[Component, ...] = ()
    for step in all_steps(form.components):
        if step.names & form.fields.keys():
            shown.append(replace(step, components=(*texts, *step.components)))
            texts = ()
        else:
            texts += tuple(one for one in step.components if one.type in SHOWN)
    return shown


def step_blocks(form: ProcedureForm, step: Step) -> list[Block]:
    """What the page of a step shows; its title is the page's, so its group has no frame."""
    shown: list[Block] = []
    for block in blocks(form, step.components):
        is_frame = block.kind == "group" and block.title == step.title
        if is_frame and block.help:
            shown.append(Block("help", help=block.help))
        shown += block.inner if is_frame else (block,)
    return shown


def step_problems(form: ProcedureForm, step: Step) -> Problems:
    """What is wrong in a step, with where."""
    return [
        (target, sentence)
        for target, sentence in form.problems
        if target.removeprefix("id_") in step.names
    ]


def first_wrong(form: ProcedureForm) -> Step | None:
    """The first step with something wrong; None of a valid form."""
    return next((step for step in shown_steps(form) if step.names & form.errors.keys()), None)


def summarise_steps(schema: FormSchema, answers: Mapping[str, Any]) -> list[StepSummary]:
    """The answers by step; steps without answers are left out."""
    told = (
        StepSummary(step, summarise(replace(schema, components=step.components), answers))
        for step in all_steps(schema.components)
    )
    return [one for one in told if one.sections]


def first_answers(schema: FormSchema, known: Mapping[str, Any]) -> dict[str, Any]:
    """What a form begins with, in the shape of `ProcedureForm.draft()`: its defaults, and what is known."""
    given = {leaf.name: leaf.default for leaf in leaves(unrolled(schema.components))}
    typed = {name: _as_typed(value) for name, value in given.items() if value is not None}
    return {**typed, **{name: value for name, value in known.items() if value}}


def as_posted(answers: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """A draft as a page would post it, so that the same rules judge it again."""
    posted: MultiValueDict[str, Any] = MultiValueDict()
    for name, value in answers.items():
        if value:
            posted.setlist(name, value if isinstance(value, list) else [value])
            posted.setlist(f"{name}{KEPT}", posted.getlist(name))
    return posted


def with_step(
    answers: Mapping[str, Any], posted: MultiValueDict[str, Any], step: Step
) -> MultiValueDict[str, Any]:
    """A draft as if it were posted whole, with what the page of one step sent in its place."""
    others = {name: value for name, value in answers.items() if name not in step.names}
    merged = as_posted(others)
    for name in step.names:
        for sent in (name, f"{name}{KEPT}", f"{name}{REMOVE}"):
            if sent in posted:
                merged.setlist(sent, posted.getlist(sent))
    return merged


def _parts(components: tuple[Component, ...]) -> list[tuple[Component, ...]]:
    """Groups with the texts before them; questions that stand in no group, together."""
    parts: list[tuple[Component, ...]] = []
    waiting: tuple[Component, ...] = ()
    for component in components:
        if not _is_group(component):
            waiting += (component,)
            continue
        if any(leaves(waiting)):
            parts.append(waiting)
            waiting = ()
        parts.append((*waiting, component))
        waiting = ()
    if any(leaves(waiting)) or not parts:
        return [*parts, waiting]
    return [*parts[:-1], (*parts[-1], *waiting)]


def _is_group(component: Component) -> bool:
    return component.type in BRANCHES and any(leaves(component.children))


def _title(part: tuple[Component, ...]) -> str:
    return next((one.label for one in part if _is_group(one)), "")


def _key(part: tuple[Component, ...]) -> str:
    return slugify(_title(part)) or "preguntas"


def _as_typed(value: Any) -> Any:
    if value is True:
        return "on"
    if isinstance(value, list):
        return value
    return as_typed(value) if isinstance(value, Decimal | int | float) else str(value)
