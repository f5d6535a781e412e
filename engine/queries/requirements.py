"""What the office asked a citizen to complete, why, and which field or attachment of theirs it is about."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from engine import commands
from engine.feel.wire import from_wire
from engine.models import Subscription
from engine.models.actor import Actor
from engine.queries.access import case_row
from engine.queries.forms import filed_form
from engine.queries.last_days import last_day
from forms.fields import SummarySection, summarise
from forms.schema import Component, FormSchema


@dataclass(frozen=True, kw_only=True)
class AskedItem:
    """One thing that is missing.

    Attributes:
        text: what, in the words that the citizen was sent.
        basis: the norm that demands it.
        field: the field of the completing form that is about it; empty where the model names none.
        answer: key of the answer of the filing that it is about, where that is not the field's.
    """

    text: str
    basis: str
    field: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class FiledRow:
    """One answer of the filing, which nobody can change now, and whether it was asked for again."""

    label: str
    value: str
    is_asked: bool
    raw: bool | date | None


@dataclass(frozen=True, kw_only=True)
class FiledSection:
    """A group of answers of the filing."""

    title: str
    rows: tuple[FiledRow, ...]

    @property
    def has_asked(self) -> bool:
        """Whether one of them was asked for again."""
        return any(row.is_asked for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """A requirement that waits for who follows the case.

    Attributes:
        token: of the action that answers it.
        note: how to get what is missing, in the official's words.
        by: who asked; empty where the system did.
        still: what a review of an earlier answer found missing.
    """

    token: str
    label: str
    items: tuple[AskedItem, ...]
    note: str
    by: str
    still: str
    until: date | None


def requirement_of(actor: Actor, radicado: str, token: str = "") -> Requirement | None:
    """What the case waits for from the actor; None while it waits for nothing of the kind.

    Args:
        actor: who asks.
        radicado: of the case.
        token: of the action that completes it; empty for the first.

    Raises:
        CaseNotFound: there is none that the actor may read.
    """
    case = case_row(actor, radicado)
    for waiting in [] if case.is_over else commands.waiting_actions(case):
        if token in ("", waiting.token) and commands.may_act(actor, waiting):
            asked = commands.action_asks(waiting)
            if asked is not None:
                return _requirement(waiting, asked)
    return None


def filed_rows(
    actor: Actor, radicado: str, form: FormSchema | None, items: Collection[AskedItem]
) -> list[FiledSection]:
    """What was filed, by group, marking the answers that are asked for again.

    Where no thing that was asked names its field, these are the ones that the completing form repeats.

    Raises:
        CaseNotFound: there is none that the actor may read.
    """
    case = case_row(actor, radicado)
    filed = filed_form(case.version_digest, case.form_id)
    if filed is None:
        return []
    named = {key for item in items for key in (item.field, item.answer) if key}
    asked = named or ({leaf.key for leaf in form.leaves()} if form else set())
    return [
        FiledSection(title=section.title, rows=tuple(_rows(section, asked)))
        for section in summarise(filed, from_wire(case.answers))
    ]


def unasked(
    form: FormSchema, items: Iterable[AskedItem], begins: Mapping[str, Any]
) -> dict[str, Any]:
    """What a completing form begins with: a file that is asked for again has to be sent anew."""
    asked = {item.field for item in items}
    again = {leaf.name for leaf in form.leaves() if leaf.type == "filepicker" and leaf.key in asked}
    return {name: value for name, value in begins.items() if name not in again}


def marked(
    form: FormSchema,
    items: Iterable[AskedItem],
    files: Mapping[str, Sequence[str]] | None = None,
) -> FormSchema:
    """A completing form whose fields say for what reason they are asked.

    Args:
        form: of the action.
        items: what is asked.
        files: names of files that were sent before, by field.
    """
    reasons: dict[str, str] = {}
    for item in items:
        if item.field:
            before = reasons.get(item.field)
            reasons[item.field] = f"{before} {item.text}" if before else item.text
    for key, reason in reasons.items():
        names = files.get(key) if files else None
        if names:
            reasons[key] = f"{reason} {_again(names)}"
    return replace(form, components=tuple(_marked(one, reasons) for one in form.components))


def _again(names: Sequence[str]) -> str:
    if len(names) == 1:
        return _("Antes adjuntó «{name}»: envíe uno nuevo.").format(name=names[0])
    shown = ", ".join(f"«{name}»" for name in names)
    return _("Antes adjuntó {names}: envíelos de nuevo.").format(names=shown)


def _requirement(waiting: Subscription, asked: Mapping[str, Any]) -> Requirement:
    return Requirement(
        token=waiting.token,
        label=commands.action_of(waiting),
        items=tuple(_items(asked.get("items"))),
        note=str(asked.get("note") or ""),
        by=str(asked.get("by") or ""),
        still=str(asked.get("still") or ""),
        until=last_day(waiting),
    )


def _items(given: Any) -> Iterator[AskedItem]:
    for one in given if isinstance(given, list | tuple) else ():
        if isinstance(one, Mapping) and one.get("text"):
            yield AskedItem(
                text=str(one["text"]),
                basis=str(one.get("legalBasis") or ""),
                field=str(one.get("field") or ""),
                answer=str(one.get("answer") or ""),
            )


def _rows(section: SummarySection, asked: set[str]) -> Iterator[FiledRow]:
    for row in section.rows:
        is_asked = bool(row.key) and row.key in asked
        yield FiledRow(label=row.label, value=row.value, is_asked=is_asked, raw=row.raw)


def _marked(component: Component, reasons: Mapping[str, str]) -> Component:
    children = tuple(_marked(child, reasons) for child in component.children)
    return replace(component, children=children, asked=reasons.get(component.key, ""))
