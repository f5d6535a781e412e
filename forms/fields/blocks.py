"""What the page shows, in order: groups with their inner blocks, fields, texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from forms.schema import Component

if TYPE_CHECKING:
    from forms.fields.form import ProcedureForm

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False})
_IN_A_FIELDSET = frozenset({"radio", "checklist"})


@dataclass(frozen=True)
class Block:
    """One thing that the page shows.

    Attributes:
        kind: group, field, options, checkbox, file, text or separator.
    """

    kind: str
    title: str = ""
    help: str = ""
    html: SafeString = field(default_factory=lambda: mark_safe(""))
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
        # The text is the form's own Markdown with HTML switched off.
        return Block("text", html=mark_safe(_MARKDOWN.render(component.text)))  # noqa: S308
    if component.type == "separator":
        return Block("separator")
    inner = blocks(form, component.children)
    if not inner:
        return None
    return Block("group", title=component.label, help=component.help, inner=tuple(inner))


def _field(form: ProcedureForm, name: str, component: Component) -> Block | None:
    if name not in form.fields:
        return None
    kind = "options" if component.type in _IN_A_FIELDSET else "field"
    kind = {"checkbox": "checkbox", "filepicker": "file"}.get(component.type, kind)
    bound = form[name]
    described = [f"id_{name}_ayuda"] if component.help else []
    if form.is_bound and form.errors.get(name):
        described.append(f"id_{name}_error")
        bound.field.widget.attrs["aria-invalid"] = "true"
    if described:
        bound.field.widget.attrs["aria-describedby"] = " ".join(described)
    required = component.rules.required or component.rules.required_if is not None
    return Block(kind, title=component.label, help=component.help, bound=bound, required=required)
