"""Answers in the words of their form: what a person chose, as its option says it."""

from collections.abc import Mapping
from typing import Any

from forms.schema.components import Component


def labels(components: tuple[Component, ...], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The label of each choice at the path of its answer; a list of them where several were chosen.

    What was typed instead of chosen, or is no longer offered, stands for itself.

    Args:
        components: of the form, or of a list's row.
        answers: nested as their paths.
    """
    found: dict[str, Any] = {}
    for component in components:
        if component.is_leaf:
            value = answers.get(component.key)
            if component.options and value is not None:
                found[component.key] = _said(component, value)
        elif not component.is_scope:
            found |= labels(component.children, answers)
        else:
            name = component.path[-1]
            inner = _inside(component, answers.get(name))
            # Several groups may hold their answers under the same path.
            found |= (
                {name: found.get(name, {}) | inner} if isinstance(inner, dict) else {name: inner}
            )
    return {name: said for name, said in found.items() if said not in ({}, [])}


def _inside(component: Component, held: Any) -> dict[str, Any] | list[dict[str, Any]]:
    if isinstance(held, list | tuple):
        return [labels(component.children, row) for row in held if isinstance(row, Mapping)]
    return labels(component.children, held) if isinstance(held, Mapping) else {}


def _said(component: Component, value: Any) -> Any:
    options = {option.value: option.label for option in component.options}
    if isinstance(value, list | tuple):
        return [options.get(str(one), one) for one in value]
    return options.get(str(value), value)
