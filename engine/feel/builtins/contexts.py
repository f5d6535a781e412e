"""Contexts. Source: DMN 1.5, 10.3.4.8."""

from engine.feel.builtins.table import entry
from engine.feel.values import Value


def _get(context: dict[str, Value], key: str) -> Value:
    return context.get(key)


def _entries(context: dict[str, Value]) -> list[Value]:
    return [{"key": key, "value": value} for key, value in context.items()]


def _put(context: dict[str, Value], key: Value, value: Value) -> dict[str, Value]:
    if isinstance(key, list):
        first, *rest = key
        inner = _put(context.get(first) or {}, rest, value) if rest else value
        return {**context, first: inner}
    return {**context, key: value}


def _merge(contexts: list[dict[str, Value]]) -> dict[str, Value]:
    made: dict[str, Value] = {}
    for context in contexts:
        made.update(context)
    return made


FUNCTIONS = dict(
    (
        entry("get value", "m, key", _get),
        entry("get entries", "m", _entries),
        entry("context put", "context, key, value | context, keys, value", _put),
        entry("context merge", "contexts", _merge),
        entry("context", "entries", lambda rows: {row["key"]: row["value"] for row in rows}),
    )
)
