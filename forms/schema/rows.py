"""A form with the rows of its lists laid out: each row a group of its own, under its number from 0."""

import re
from dataclasses import replace

from forms.schema.components import Component

_Path = tuple[str, ...]
_PLURALS = ((r"ciones$", "ción"), (r"(?<=[lrnd])es$", ""), (r"s$", ""))
# What follows these is said of the thing, and keeps its number.
_AND_WHAT_FOLLOWS = re.compile(
    r"\s(?:de|del|que|para|en|a|al|con|por|donde|cuando|como|cuyos?|cuyas?)\s.*"
)


def unrolled(components: tuple[Component, ...]) -> tuple[Component, ...]:
    """The components with every list holding its rows; the name of a leaf is that of its field."""
    return tuple(_placed(component, (), 0) for component in components)


def count_leaves(components: tuple[Component, ...]) -> int:
    """How many answers the form takes once its rows are laid out, without laying them out."""
    return sum(
        1 if component.is_leaf else count_leaves(component.children) * max(component.rows, 1)
        for component in components
    )


def row_title(component: Component, number: int) -> str:
    """What a row is called; numbers begin with 1."""
    rest = _AND_WHAT_FOLLOWS.search(component.label)
    things = component.label[: rest.start()] if rest else component.label
    one = " ".join(_singular(word) for word in things.split())
    return f"{one}{rest.group() if rest else ''} {number}"


def _singular(word: str) -> str:
    for plural, singular in _PLURALS:
        if re.search(plural, word):
            return re.sub(plural, singular, word)
    return word


def _placed(component: Component, place: _Path, length: int) -> Component:
    """The component below another place; `length` steps of its own path give way to it."""
    path = (*place, *component.path[length:])
    if component.type == "dynamiclist":
        old = len(component.path)
        rows = tuple(_row(component, (*path, str(row)), old) for row in range(component.rows))
        return replace(component, path=path, children=rows)
    children = tuple(_placed(child, place, length) for child in component.children)
    return replace(component, path=path, children=children)


def _row(component: Component, path: _Path, length: int) -> Component:
    return Component(
        type="group",
        id=component.id,
        key=path[-1],
        path=path,
        label=row_title(component, int(path[-1]) + 1),
        children=tuple(_placed(child, path, length) for child in component.children),
        is_scope=True,
    )
