"""Camunda's few common extensions to FEEL's built-ins; not in the DMN specification."""

from engine.feel.builtins.table import entry
from engine.feel.values import Value


def _or_else(value: Value, default: Value) -> Value:
    return default if value is None else value


FUNCTIONS = dict(
    (
        entry("is defined", "value", lambda value: value is not None),
        entry("get or else", "value, default", _or_else),
        entry("trim", "string", lambda text: text.strip()),
        entry("is empty", "list", lambda items: len(items) == 0),
        entry("is blank", "string", lambda text: not text.strip()),
    )
)
