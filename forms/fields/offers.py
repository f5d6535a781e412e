"""The options of a question that FEEL gives from what is known, instead of the form."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from engine.feel import Expression, FeelLimitExceeded
from forms.schema import Component, Option


def offered(
    components: tuple[Component, ...], context: Mapping[str, Any], today: date
) -> tuple[Component, ...]:
    """The components with the options that `valuesExpression` gives."""
    return tuple(_offered(component, context, today) for component in components)


def _offered(component: Component, context: Mapping[str, Any], today: date) -> Component:
    if component.children:
        return replace(component, children=offered(component.children, context, today))
    if component.options_from is None:
        return component
    found = value_of(component.options_from, context, today)
    return replace(component, options=tuple(_options(found)))


def _options(found: object) -> Iterator[Option]:
    for one in found if isinstance(found, list | tuple) else ():
        if isinstance(one, Mapping) and one.get("value"):
            yield Option(str(one["value"]), str(one.get("label") or one["value"]))


def value_of(expression: Expression, context: Mapping[str, Any], today: date) -> Any:
    """What an expression of a form gives on a day; None where it asks too much."""
    now = datetime.combine(today, time(12), tzinfo=UTC)
    try:
        return expression.evaluate(context, now=now).value
    except FeelLimitExceeded:
        return None
