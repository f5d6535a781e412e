"""What differs between two sheets, key by key."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from bpmn.versions.change import Detail, details_of


def sheet_details(before: bytes | None, after: bytes | None) -> tuple[Detail, ...]:
    """Keys whose values differ, with dots between the parts of their names."""
    return details_of(dict(_flat(_read(before), "")), dict(_flat(_read(after), "")))


def _read(raw: bytes | None) -> Mapping[str, Any]:
    try:
        return tomllib.loads((raw or b"").decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return {}


def _flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for number, one in enumerate(value, 1):
            yield from _flat(one, f"{path}[{number}]")
    elif isinstance(value, list):
        yield path, ", ".join(map(str, value))
    elif isinstance(value, bool):
        yield path, "sí" if value else "no"
    else:
        yield path, str(value)
