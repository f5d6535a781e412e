"""Contexts. Source: DMN 1.5, 10.3.4 (context functions)."""

from collections.abc import Mapping

from engine.feel.builtins.table import entry
from engine.feel.frame import Run
from engine.feel.values import Value

Context = Mapping[str, Value]


def _get(_run: Run, context: Context, key: str) -> Value:
    return context.get(key)


def _entries(run: Run, context: Context) -> list[Value]:
    run.room(items=len(context))
    run.spend(len(context) // 2)
    return [{"key": key, "value": value} for key, value in context.items()]


def _put(run: Run, context: Context, key: str, value: Value) -> Context:
    run.spend(1 + len(context) // 8)
    return {**context, key: value}


def _put_deep(run: Run, context: Context, keys: list[Value], value: Value) -> Context:
    if not keys or not all(isinstance(key, str) for key in keys):
        raise ValueError
    first, *rest = keys
    if rest:
        inner = context.get(first)
        if not isinstance(inner, dict):
            raise ValueError
        value = _put_deep(run, inner, rest, value)
    return _put(run, context, first, value)


def _put_either(run: Run, context: Context, key: Value, value: Value) -> Context:
    if isinstance(key, list):
        return _put_deep(run, context, key, value)
    return _put(run, context, key, value)


def _merge(run: Run, contexts: list[Value]) -> Context:
    made: dict[str, Value] = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise TypeError
        run.spend(1 + len(context) // 8)
        made.update(context)
    return made


def _context(run: Run, rows: list[Value]) -> Context:
    made: dict[str, Value] = {}
    for row in rows:
        run.spend()
        if not isinstance(row, dict) or not isinstance(row["key"], str) or row["key"] in made:
            raise ValueError
        made[row["key"]] = row["value"]
    return made


FUNCTIONS = dict(
    (
        entry("get value", "m: context, key: string", "Any", _get),
        entry("get entries", "m: context", "list", _entries),
        entry(
            "context put",
            "context: context, key: string, value: Any; context: context, keys: list, value: Any",
            "context",
            _put_either,
        ),
        entry("context merge", "contexts: list", "context", _merge),
        entry("context", "entries: list", "context", _context),
    )
)
