"""What the page shows, in order: groups with their inner blocks, fields, texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from forms.fields.upload import UploadField, largest
from forms.schema import Component, leaves

if TYPE_CHECKING:
    from forms.fields.form import ProcedureForm

_IN_A_FIELDSET = frozenset({"radio", "checklist"})
# A short list is a fixed one, such as two witnesses; of a longer one the rows open one by one.
_ALL_SHOWN = 3


@dataclass(frozen=True)
class Block:
    """One thing that the page shows.

    Attributes:
        kind: group, list, more, help, field, options, checkbox, file, text or separator. A list holds
            rows; `more` holds one empty row, and the `more` that comes after it.
        help: in the form's own words.
        note: what the window adds to it, in the reader's language.
    """

    kind: str
    title: str = ""
    help: str = ""
    note: str = ""
    html: SafeString = field(default_factory=lambda: mark_safe(""))
    asked: str = ""
    bound: BoundField | None = None
    required: bool = False
    inner: tuple[Block, ...] = ()


def blocks(form: ProcedureForm, components: tuple[Component, ...]) -> list[Block]:
    """Blocks of the components that the answers do not hide."""
    made: list[Block] = []
    for component in components:
        block = None if form.hides(component) else _block(form, component)
        if block is not None:
            made.append(block)
    return made


def _block(form: ProcedureForm, component: Component) -> Block | None:
    if component.is_leaf:
        return _field(form, component.name, component)
    if component.type == "text":
        # The text is the form's own Markdown with HTML switched off; values are escaped.
        return Block("text", html=mark_safe(form.tells(component)))  # noqa: S308
    if component.type == "separator":
        return Block("separator")
    if component.type == "dynamiclist":
        inner, kind = _rows(form, component.children), "list"
    else:
        inner, kind = blocks(form, component.children), "group"
    if not inner:
        return None
    return Block(
        kind,
        title=component.label,
        help=component.help,
        asked=component.asked,
        inner=tuple(inner),
    )


def _rows(form: ProcedureForm, rows: tuple[Component, ...]) -> list[Block]:
    """Rows with something in them, and the first; the empty ones that follow wait, one in another."""
    shown = len(rows)
    while shown > 1 and len(rows) > _ALL_SHOWN and not _is_begun(form, rows[shown - 1]):
        shown -= 1
    more: tuple[Block, ...] = ()
    for row in reversed(blocks(form, rows[shown:])):
        more = (Block("more", title=row.title, inner=(row, *more)),)
    return [*blocks(form, rows[:shown]), *more]


def _is_begun(form: ProcedureForm, row: Component) -> bool:
    """Whether somebody wrote something into a row, or did it wrong."""
    names = [leaf.name for leaf in leaves(row.children) if leaf.name in form.fields]
    return any(_is_answered(form, name) for name in names)


def _is_answered(form: ProcedureForm, name: str) -> bool:
    bound = form[name]
    if form.is_bound and form.errors.get(name):
        return True
    if isinstance(bound.field, UploadField):
        return bool(bound.field.widget.kept)
    return bound.value() not in (None, "", [], False, bound.field.initial)


def _field(form: ProcedureForm, name: str, component: Component) -> Block | None:
    if name not in form.fields:
        return None
    kind = "options" if component.type in _IN_A_FIELDSET else "field"
    kind = {"checkbox": "checkbox", "filepicker": "file"}.get(component.type, kind)
    bound = form[name]
    described = [f"id_{name}_pedido"] if component.asked else []
    note = _limits(component) if kind == "file" else ""
    described += [f"id_{name}_ayuda"] if component.help or note else []
    if form.is_bound and form.errors.get(name):
        described.append(f"id_{name}_error")
        bound.field.widget.attrs["aria-invalid"] = "true"
    if described:
        bound.field.widget.attrs["aria-describedby"] = " ".join(described)
    required = component.rules.required or component.rules.required_if is not None
    return Block(
        kind,
        title=component.label,
        help=component.help,
        note=note,
        asked=component.asked,
        bound=bound,
        required=required,
    )


def _limits(component: Component) -> str:
    if not component.multiple:
        return gettext("Hasta {most}.").format(most=largest())
    return gettext("Hasta {count} archivos, cada uno de {most} como máximo.").format(
        count=component.most_files, most=largest()
    )
