"""Scenarios: given these answers, this path, these documents, this end. Reading only; others run them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import yaml

from bpmn.package.findings import Finding, error
from bpmn.package.table import Table

_ADVANCE = re.compile(r"\d{1,4} (DH|D|M|A|H|MIN)")
_STEP_KINDS = ("task", "sign", "message", "advance")


class Behaviour(StrEnum):
    """How the simulator of a registry behaves."""

    OK = "OK"
    DOWN = "DOWN"
    SLOW = "SLOW"


@dataclass(frozen=True)
class CompleteTask:
    """An official completes the task at an element, with answers of its form."""

    element: str
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class SignDocument:
    """The official of a signature task signs."""

    element: str


@dataclass(frozen=True)
class DeliverMessage:
    """A message arrives, with its variables."""

    message: str
    variables: Mapping[str, Any]


@dataclass(frozen=True)
class AdvanceClock:
    """Time passes: «3 DH», «1 M», «2 H», «30 MIN»."""

    amount: int
    unit: str


ScenarioStep = CompleteTask | SignDocument | DeliverMessage | AdvanceClock


@dataclass(frozen=True)
class Expectation:
    """What must be so at the end; `None` means that the scenario does not say.

    Attributes:
        path: ids of the procedure's own elements, in the order in which they were passed.
        waiting_at: ids of the elements where the case waits.
    """

    path: tuple[str, ...] | None = None
    outcome: str | None = None
    state: str | None = None
    documents: tuple[str, ...] | None = None
    waiting_at: tuple[str, ...] | None = None


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One scenario of a procedure.

    Attributes:
        now: aware moment of the filing.
        applicant: a person of the fixtures; empty if the answers say everything.
        answers: what the start form gets, nested as the form's paths.
        files: name of a generated sample for each filepicker's key.
        registries: how the simulators behave.
    """

    id: str
    title: str
    now: datetime
    applicant: str = ""
    channel: str = ""
    answers: Mapping[str, Any] = field(default_factory=_nothing)
    files: Mapping[str, str] = field(default_factory=_nothing)
    registries: Mapping[str, Behaviour] = field(default_factory=_nothing)
    steps: tuple[ScenarioStep, ...] = ()
    expect: Expectation = Expectation()

    @property
    def elements(self) -> tuple[str, ...]:
        """Every element that the scenario names, in order."""
        named = [
            step.element for step in self.steps if isinstance(step, (CompleteTask, SignDocument))
        ]
        return (*named, *(self.expect.path or ()), *(self.expect.waiting_at or ()))


def read_scenario(file: str, raw: bytes) -> tuple[Scenario | None, tuple[Finding, ...]]:
    """Read a scenario file: the scenario, unless something essential is wrong, and the findings.

    Args:
        file: path in the folder, for the findings.
        raw: its bytes.
    """
    findings: list[Finding] = []
    try:
        data = yaml.safe_load(raw.decode("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as problem:
        line = getattr(getattr(problem, "problem_mark", None), "line", None)
        place = f"línea {line + 1}" if isinstance(line, int) else ""
        return None, (
            error(
                "scenario-not-yaml", file, place, "El escenario no es YAML.", "Corrija esa línea."
            ),
        )
    if not isinstance(data, dict):
        return None, (
            error(
                "scenario-not-table",
                file,
                "",
                "El escenario no es una tabla de claves.",
                "Empiece por id, title, now y expect.",
            ),
        )
    scenario = _read(Table(data, file=file, area="scenario", findings=findings))
    return (None if findings else scenario), tuple(findings)


def _read(table: Table) -> Scenario | None:
    identity = table.text("id", required=True)
    title = table.text("title", required=True)
    now = table.moment("now", required=True)
    found = Scenario(
        id=identity,
        title=title,
        now=now or datetime.min.replace(tzinfo=UTC),
        applicant=table.text("applicant"),
        channel=table.text("channel"),
        answers=MappingProxyType(table.mapping("answers")),
        files=_files(table),
        registries=_registries(table),
        steps=tuple(_steps(table)),
        expect=_expectation(table),
    )
    table.close()
    return found if now else None


def _files(table: Table) -> Mapping[str, str]:
    files = table.mapping("files")
    for key, name in files.items():
        if not isinstance(name, str) or "/" in name:
            table.refuse(f"files.{key}", "No es un nombre de archivo.", "Escriba, p. ej., a.pdf.")
    return MappingProxyType({str(key): str(name) for key, name in files.items()})


def _registries(table: Table) -> Mapping[str, Behaviour]:
    registries = {}
    for name, behaviour in table.mapping("registries").items():
        if behaviour in set(Behaviour):
            registries[str(name)] = Behaviour(behaviour)
        else:
            table.refuse(
                f"registries.{name}",
                f"«{behaviour}» no es un comportamiento del simulador.",
                "Use OK, DOWN o SLOW.",
            )
    return MappingProxyType(registries)


def _steps(table: Table) -> list[ScenarioStep]:
    steps: list[ScenarioStep] = []
    for inner in table.tables("steps"):
        kinds = [kind for kind in _STEP_KINDS if inner.has(kind)]
        if len(kinds) == 1:
            step = _step(inner, kinds[0])
            if step:
                steps.append(step)
            for kind in _STEP_KINDS:
                inner.plain(kind)
            inner.close()
        else:
            inner.refuse(
                "task",
                "Un paso dice una sola cosa.",
                "Use una de estas claves: task, sign, message o advance.",
            )
    return steps


def _step(inner: Table, kind: str) -> ScenarioStep | None:
    text = inner.text(kind, required=True)
    if kind == "task":
        return CompleteTask(text, MappingProxyType(inner.mapping("answers")))
    if kind == "sign":
        return SignDocument(text)
    if kind == "message":
        return DeliverMessage(text, MappingProxyType(inner.mapping("variables")))
    if not _ADVANCE.fullmatch(text):
        inner.refuse("advance", f"«{text}» no es un lapso.", "Escriba, p. ej., 3 DH, 1 M o 2 H.")
        return None
    amount, unit = text.split()
    return AdvanceClock(int(amount), unit)


def _expectation(table: Table) -> Expectation:
    inner = table.table("expect", required=True)
    if inner is None:
        return Expectation()
    expectation = Expectation(
        path=_list(inner, "path"),
        outcome=inner.text("outcome") if inner.has("outcome") else None,
        state=inner.text("state") if inner.has("state") else None,
        documents=_list(inner, "documents"),
        waiting_at=_list(inner, "waiting_at"),
    )
    for key in ("outcome", "state"):
        inner.plain(key)
    inner.close()
    if expectation == Expectation():
        table.refuse("expect", "El escenario no espera nada.", "Diga la ruta, el fin o el estado.")
    return expectation


def _list(inner: Table, key: str) -> tuple[str, ...] | None:
    found = inner.texts(key)
    return found if inner.has(key) else None
