"""Writes the entity's registries within the command: a row of a registry, and a number of its own series."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from engine.commands._series import next_number
from engine.commands.registry import (
    folded,
    keeps_registry,
    key_column,
    registry_row,
    written_as,
)
from engine.errors import CaseStuck
from engine.feel.wire import to_wire
from engine.models import RegistryEntry

if TYPE_CHECKING:
    from engine import runtime
    from engine.commands._work import Work

_PREFIX = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z][A-Z0-9]*)*")
_LONGEST_KEY = 200
_LARGEST_ENTRY = 64 * 1024
# Columns that reading adds and that are no part of the row.
_ADDED = ("key", "valid_until")


def put(work: Work, job: runtime.OpenedJob) -> dict[str, Any]:
    """Write the row of variable `key` in the registry of header `registry`; what was there is history.

    Columns that variable `entry` does not name stay as they were. Header `remove` takes the row out.
    """
    name, key = _registry(work, job), _key(job)
    entity, removes = work.entity.divipola, str(job.headers.get("remove") or "") == "true"
    wire = None if removes else _entry(work, job, name, key)
    current = _locked(entity, name, key)
    until = job.variables.get("validUntil")
    if not isinstance(until, date):
        until = current.valid_until if current is not None else None
    if current is not None:
        current.superseded_at = work.now
        current.save(update_fields=["superseded_at"])
    RegistryEntry.objects.create(
        entity=entity,
        registry=written_as(name),
        key=folded(key),
        entry=wire,
        valid_from=work.today,
        valid_until=None if removes else until,
        case=work.case,
        recorded_at=work.now,
    )
    work.record(
        "registry.written",
        registry=name,
        key=key,
        removed=removes,
        sha256=hashlib.sha256(orjson.dumps(wire, option=orjson.OPT_SORT_KEYS)).hexdigest(),
    )
    return {}


def number(work: Work, job: runtime.OpenedJob) -> dict[str, Any]:
    """Take the next number of the registry series of header `prefix`, without gaps in a year."""
    prefix = str(job.headers.get("prefix") or "")
    if not _PREFIX.fullmatch(prefix):
        raise _stuck(job, "registry-prefix-unreadable", prefix)
    taken = next_number(work.entity.divipola, work.today.year, f"registry-{prefix}")
    given = f"{prefix}-{work.today.year}-{taken:06d}"
    work.record("registry.numbered", prefix=prefix, number=given)
    return {"registryNumber": given}


def _registry(work: Work, job: runtime.OpenedJob) -> str:
    name = str(job.headers.get("registry") or "")
    if not keeps_registry(work.entity.divipola, name):
        raise _stuck(job, "registry-unknown", name)
    return name


def _key(job: runtime.OpenedJob) -> str:
    key = job.variables.get("key")
    text = "" if key is None else str(key).strip()
    if not text or len(text) > _LONGEST_KEY:
        raise _stuck(job, "registry-key-missing", text[:80])
    return text


def _entry(work: Work, job: runtime.OpenedJob, name: str, key: str) -> Any:
    given = job.variables.get("entry")
    if not isinstance(given, Mapping):
        raise _stuck(job, "registry-entry-missing", name)
    before = registry_row(work.entity.divipola, name, key) or {}
    kept = {column: value for column, value in before.items() if column not in _ADDED}
    column = key_column(work.entity.divipola, name)
    row = {column: before.get(column, key)} | kept | dict(given)
    wire = to_wire(row)
    if len(orjson.dumps(wire)) > _LARGEST_ENTRY:
        raise _stuck(job, "registry-entry-too-large", name)
    return wire


def _locked(entity: str, name: str, key: str) -> RegistryEntry | None:
    rows = RegistryEntry.objects.select_for_update().filter(
        entity=entity, registry=written_as(name), key=folded(key), superseded_at=None
    )
    return rows.first()


def _stuck(job: runtime.OpenedJob, reason: str, detail: str) -> CaseStuck:
    return CaseStuck(reason=reason, element=job.element_id, detail=detail)
