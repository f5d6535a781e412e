"""Cases of single decisions: inputs, and what the table answers by which rows (decisions/SLUG.yaml)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from bpmn.package import Folder, read_folder
from bpmn.versions.shelf import INTERNAL, PROCEDURES, SHARED
from engine import dmn
from engine.dmn import DecisionOutcome
from engine.runtime.coverage import Coverage

FILES = sorted(Path(__file__).with_name("decisions").glob("*.yaml"))
_NOW = datetime.fromisoformat("2026-11-20T09:00:00-05:00")


@dataclass(frozen=True)
class DecisionCase:
    """One case.

    Attributes:
        inputs: what the business rule task hands to the decision; the sheet's parameters come by themselves.
        output: the answer; of a context only the entries that it names.
        rows: numbers of the rows that fire, in order; of several tables one after the other.
    """

    decision: str
    inputs: Mapping[str, Any]
    output: Any
    rows: tuple[int, ...]


def folder_of(file: Path) -> Folder:
    """The folder whose decisions a file plays; their names are the same."""
    places = (place / file.stem for place in (PROCEDURES, SHARED, INTERNAL))
    return read_folder(next(place for place in places if place.is_dir()))


def cases_in(file: Path) -> list[DecisionCase]:
    """The cases of a file."""
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [
        DecisionCase(
            decision=case["decision"],
            inputs=_exact(case["inputs"]),
            output=_exact(case["output"]),
            rows=tuple(case["rows"]),
        )
        for case in raw["cases"]
    ]


def decided(folder: Folder, case: DecisionCase) -> DecisionOutcome:
    """Let the folder's table decide a case."""
    files = folder.inside("decisions")
    for name, content in files.items():
        model = dmn.load(content, [other for key, other in files.items() if key != name])
        if case.decision in model.decisions:
            sheet = {"parameters": folder.sheet.variables()["parameters"]}
            return dmn.decide(model, case.decision, {"sheet": sheet, **case.inputs}, now=_NOW)
    raise LookupError(f"{folder.slug} decides no {case.decision}")


def as_stated(value: Any, wanted: Any) -> Any:
    """Of an answer that is a context only what the case names."""
    if isinstance(value, Mapping) and isinstance(wanted, Mapping):
        return {key: value.get(key) for key in wanted}
    return value


def fired(file: Path) -> Coverage:
    """Rows that the cases of a file fire; none where there is no such file."""
    coverage = Coverage()
    if file.exists():
        coverage.rules.update(_rows(file))
    return coverage


def _rows(file: Path) -> Iterator[tuple[str, str, int]]:
    folder = folder_of(file)
    for case in cases_in(file):
        for row in decided(folder, case).fired:
            yield folder.slug, row.table_id, row.number


def _exact(value: Any) -> Any:
    match value:
        case float():
            return Decimal(str(value))
        case list():
            return [_exact(one) for one in value]
        case dict():
            return {key: _exact(one) for key, one in value.items()}
    return value
