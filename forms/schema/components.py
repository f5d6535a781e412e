"""What a form is made of, after reading."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.feel import Expression

# What is taken as an attachment (inventory Part D); content decides, never the name.
FILE_TYPES: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
FILE_ENDINGS = tuple(FILE_TYPES)
# Of one field. Ten of the largest are what a phone on a slow line can still send in one sitting.
MOST_FILES = 10
LEAVES = frozenset(
    [
        "textfield",
        "textarea",
        "number",
        "select",
        "radio",
        "checkbox",
        "checklist",
        "datetime",
        "filepicker",
    ]
)
BRANCHES = frozenset({"group", "dynamiclist"})
SHOWN = frozenset({"text", "separator", "spacer"})


@dataclass(frozen=True)
class Option:
    """One choice."""

    value: str
    label: str


@dataclass(frozen=True)
class Rules:
    """What an answer must satisfy, whatever its type."""

    required: bool = False
    min_length: int | None = None
    max_length: int | None = None
    minimum: str | None = None
    maximum: str | None = None
    pattern: str = ""
    kind: str = ""
    required_if: Expression | None = None
    check: Expression | None = None
    check_message: str = ""
    validator: str = ""
    confirm: str = ""


@dataclass(frozen=True, kw_only=True)
class Component:
    """One component.

    Attributes:
        key: name of its answer; empty for what only shows.
        path: where its answer lies in the whole, for example `("applicant", "email")`.
        hide: FEEL that is true when it is neither asked nor kept.
        children: of a group or a list.
        asked: why somebody is asked for it again; set by whoever shows the form.
        options_from: FEEL that gives the options where the form does not write them down.
        prefill: FEEL that gives what it begins with, from what is known of a case.
        told: FEEL of each `{{ … }}` of its text, in their order.
        accepts: endings of the files that it takes, such as `.pdf`; empty for all that we take.
        multiple: whether its answer is a list of files.
        most_files: how many files it takes.
        rows: of a list.
        least_rows: how many of them have to be filled in where they hold something required.
        is_scope: whether its children's answers lie under a path of its own.
    """

    type: str
    id: str
    key: str
    path: tuple[str, ...]
    label: str = ""
    help: str = ""
    text: str = ""
    told: tuple[Expression, ...] = ()
    options: tuple[Option, ...] = ()
    rules: Rules = Rules()
    hide: Expression | None = None
    autocomplete: str = ""
    decimals: int | None = None
    default: Any = None
    asked: str = ""
    options_from: Expression | None = None
    prefill: Expression | None = None
    accepts: tuple[str, ...] = ()
    multiple: bool = False
    most_files: int = 1
    children: tuple["Component", ...] = ()
    rows: int = 0
    least_rows: int = 0
    is_scope: bool = False

    @property
    def is_leaf(self) -> bool:
        """Whether it takes one answer."""
        return self.type in LEAVES

    @property
    def name(self) -> str:
        """Name of its field in the page's form."""
        return ".".join(self.path)

    @property
    def scope(self) -> tuple[str, ...]:
        """Where it stands: the path of what holds its answer."""
        return self.path[:-1] if self.is_leaf or self.is_scope else self.path


@dataclass(frozen=True)
class FormSchema:
    """A whole form."""

    id: str
    components: tuple[Component, ...]
    by_name: Mapping[str, Component] = field(default_factory=dict, repr=False)

    def leaves(self) -> Iterator[Component]:
        """Every component that takes an answer; those of a list once."""
        yield from leaves(self.components)


def leaves(components: tuple[Component, ...]) -> Iterator[Component]:
    """Every one of the components, and inside them, that takes an answer."""
    for component in components:
        if component.is_leaf:
            yield component
        else:
            yield from leaves(component.children)
