"""A folder of groups of `.bpmn` files with the traces that they are to leave; reads, runs nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EXPECTED = "expected.json"


class SuiteUnreadable(Exception):
    """The folder has no table of expectations, or one that is none."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One run of a model.

    Attributes:
        number: from 1, given to the case as `testCaseNumber`.
        text: given as `test`.
        parallel: whether `ParallelProcess` is started first.
        delay_ms: how long the model's timers need; 0 when it has none.
        trace: what a conforming engine leaves.
        is_ordered: whether the trace's order is compared; None leaves it to the model's shape.
    """

    number: int
    text: str | None
    integer: int
    parallel: bool
    delay_ms: int
    trace: tuple[str, ...]
    is_ordered: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Model:
    """A file of the suite with its cases."""

    group: str
    name: str
    path: Path
    cases: tuple[Case, ...]

    @property
    def label(self) -> str:
        """Group and name."""
        return f"{self.group}/{self.name}" if self.group else self.name


def read_suite(folder: Path) -> Iterator[Model]:
    """The models of a folder, in the order of its table or tables.

    Raises:
        SuiteUnreadable: no table, or a table that is not groups of models of cases.
    """
    tables = [folder / EXPECTED]
    if not tables[0].is_file():
        tables = sorted(folder.rglob(EXPECTED))
    if not tables:
        raise SuiteUnreadable(f"{folder}: no {EXPECTED} in this folder")
    for table in tables:
        yield from _models(table)


def _models(table: Path) -> Iterator[Model]:
    try:
        groups = json.loads(table.read_text(encoding="utf-8"))
        # A table of one group has the models themselves at its top.
        if groups and all(isinstance(value, list) for value in groups.values()):
            groups = {table.parent.name: groups}
        for group, models in groups.items():
            for name, cases in models.items():
                yield Model(
                    group=group,
                    name=name,
                    path=_path(table.parent, group, name),
                    cases=tuple(_case(at, case) for at, case in enumerate(cases, 1)),
                )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SuiteUnreadable(f"{table}: {error!r}") from error


def _path(folder: Path, group: str, name: str) -> Path:
    """Where the model is; the first place to look when it is nowhere."""
    places = [folder / group / f"{name}.bpmn", folder / f"{name}.bpmn"]
    found = [place for place in places if place.is_file()]
    return found[0] if found else places[0]


def _case(number: int, case: Mapping[str, Any]) -> Case:
    ordered = case.get("ordered")
    return Case(
        number=number,
        text=case.get("input"),
        integer=int(case.get("integerVariable") or 0),
        parallel=bool(case.get("parallelProcess")),
        delay_ms=int(case.get("delay_ms") or 0),
        trace=tuple(str(entry) for entry in case["trace"]),
        is_ordered=None if ordered is None else bool(ordered),
    )
