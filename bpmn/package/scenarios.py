"""Scenarios: given these answers, this path, these documents, this end. Reading only; others run them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import yaml

from bpmn.package.findings import Finding, error
from bpmn.package.table import Table
from engine.clock import BOGOTA
from engine.feel.temporal.text import parse_duration
from engine.feel.values import DayTimeDuration, YearMonthDuration

_ADVANCE = re.compile(r"\d{1,4} (DH|D|M|A|H|MIN)")
_STEP_KINDS = (
    "task",
    "sign",
    "message",
    "signal",
    "advance",
    "until",
    "case",
    "pay",
    "answer",
    "file",
)
_BEGIN_KINDS = ("message", "signal", "timer")
SELF = "self"
# Name of a generated sample; of several for a field that takes them.
SampleFiles = str | tuple[str, ...]
# When the office opens: where a step names a day, it means that moment.
MORNING = time(8, tzinfo=BOGOTA)


class Behaviour(StrEnum):
    """How the simulator of a registry behaves."""

    OK = "OK"
    DOWN = "DOWN"
    SLOW = "SLOW"


@dataclass(frozen=True)
class _Step:
    """What every step has.

    Attributes:
        line: of the file on which the step begins, from 1; 0 if it was not read from one.
    """

    line: int = field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True)
class CompleteTask(_Step):
    """An official completes the task at an element, with answers of its form.

    Attributes:
        group: whose task it is, where the same element waits for several at once.
    """

    element: str
    answers: Mapping[str, Any]
    files: Mapping[str, SampleFiles] = field(default_factory=dict)
    group: str = ""


@dataclass(frozen=True)
class SignDocument(_Step):
    """The official of a signature task signs."""

    element: str
    group: str = ""


@dataclass(frozen=True)
class DeliverMessage(_Step):
    """A message arrives, with its variables.

    Attributes:
        key: its correlation key; empty: it is for the scenario's case, whatever the key.
        files: name of a generated sample, or names of several, for each filepicker of the action's form.
    """

    message: str
    variables: Mapping[str, Any]
    key: str = ""
    files: Mapping[str, SampleFiles] = field(default_factory=dict)


@dataclass(frozen=True)
class ThrowSignal(_Step):
    """A signal is thrown to whoever waits for it, with its variables."""

    signal: str
    variables: Mapping[str, Any]


@dataclass(frozen=True)
class AdvanceClock(_Step):
    """Time passes: «3 DH», «1 M», «2 H», «30 MIN»."""

    amount: int
    unit: str


@dataclass(frozen=True)
class AdvanceBy(_Step):
    """Time passes by the calendar and the clock, as an ISO 8601 duration says: «P5D», «PT90M»."""

    duration: DayTimeDuration | YearMonthDuration


@dataclass(frozen=True)
class AdvanceUntil(_Step):
    """Time passes until a moment, aware."""

    moment: datetime


class Verdict(StrEnum):
    """What the bank says of a payment."""

    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    PENDING = "PENDING"


@dataclass(frozen=True)
class SwitchCase(_Step):
    """The next steps are of the newest case of another procedure, or again of the scenario's own.

    Attributes:
        slug: of the procedure; `SELF` for the scenario's own case.
    """

    slug: str


@dataclass(frozen=True)
class FileAnother(_Step):
    """The same person files another procedure, for what one case does to the next."""

    slug: str
    answers: Mapping[str, Any]
    files: Mapping[str, SampleFiles] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PayOrder(_Step):
    """The bank gives notice of a payment of the case's open order.

    Attributes:
        amount: in whole pesos; None for what the order says.
        again: the same notice comes a second time.
        new_reference: the bank took the money twice, under a payment of its own.
    """

    verdict: Verdict
    amount: int | None = None
    again: bool = False
    new_reference: bool = False


@dataclass(frozen=True, kw_only=True)
class AnswerExchange(_Step):
    """A service answers the case's open question, later than it was asked.

    Attributes:
        payload: what it says; None for the simulator's own words.
    """

    service: str
    payload: Mapping[str, Any] | None
    status: str = "OK"


ScenarioStep = (
    CompleteTask
    | SignDocument
    | DeliverMessage
    | ThrowSignal
    | AdvanceClock
    | AdvanceBy
    | AdvanceUntil
    | SwitchCase
    | FileAnother
    | PayOrder
    | AnswerExchange
)


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """What begins the case where nobody files a form.

    Attributes:
        kind: `message`, `signal` or `timer`.
        name: of the message or signal, or the id of the timer's start event.
    """

    kind: str
    name: str
    variables: Mapping[str, Any]


@dataclass(frozen=True)
class Expectation:
    """What must be so at the end; `None` means that the scenario does not say.

    Attributes:
        path: ids of the procedure's own elements, in the order in which they were passed.
        waiting_at: ids of the elements where the case waits.
        due: last day of the legal term.
        cases: what must be so of the newest case of other procedures, by slug.
        refused: keys of the fields for which the form does not let it be filed.
    """

    path: tuple[str, ...] | None = None
    outcome: str | None = None
    state: str | None = None
    documents: tuple[str, ...] | None = None
    waiting_at: tuple[str, ...] | None = None
    due: date | None = None
    cases: "Mapping[str, Expectation] | None" = None
    refused: tuple[str, ...] | None = None


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One scenario of a procedure.

    Attributes:
        file: path in the folder.
        now: aware moment of the filing.
        applicant: a person of the fixtures; empty if the answers say everything.
        form: which of the sheet's `start_forms` is filed; empty for the usual one.
        answers: what the start form gets, nested as the form's paths.
        files: name of a generated sample, or names of several, for each filepicker's key.
        registries: how the simulators behave.
        begin: what begins the case; None where the form is filed.
        also: slugs of other procedures that are published in the rehearsal.
    """

    id: str
    title: str
    now: datetime
    file: str = ""
    applicant: str = ""
    channel: str = ""
    form: str = ""
    answers: Mapping[str, Any] = field(default_factory=_nothing)
    files: Mapping[str, SampleFiles] = field(default_factory=_nothing)
    registries: Mapping[str, Behaviour] = field(default_factory=_nothing)
    begin: Beginning | None = None
    also: tuple[str, ...] = ()
    steps: tuple[ScenarioStep, ...] = ()
    expect: Expectation = Expectation()


def read_scenario(file: str, raw: bytes) -> tuple[Scenario | None, tuple[Finding, ...]]:
    """Read a scenario file: the scenario, unless something essential is wrong, and the findings.

    Args:
        file: path in the folder, for the findings.
        raw: its bytes.
    """
    findings: list[Finding] = []
    try:
        text = raw.decode("utf-8")
        data, lines = _loaded(text)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as problem:
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
    scenario = _read(Table(data, file=file, area="scenario", findings=findings), lines)
    if scenario is None or findings:
        return None, tuple(_at_line(finding, lines) for finding in findings)
    return replace(scenario, file=file), ()


def _at_line(finding: Finding, lines: Mapping[str, int]) -> Finding:
    """The finding with the line of its key, or of what should have it."""
    path = key = finding.element.rstrip(".")
    while path and path not in lines:
        path = path.rpartition(".")[0]
    return replace(finding, element=f"línea {lines.get(path, 1)}: {key}")


def _read(table: Table, lines: Mapping[str, int]) -> Scenario | None:
    identity = table.text("id", required=True)
    title = table.text("title", required=True)
    now = table.moment("now", required=True)
    found = Scenario(
        id=identity,
        title=title,
        now=now or datetime.min.replace(tzinfo=UTC),
        applicant=table.text("applicant"),
        channel=table.text("channel"),
        form=table.text("form"),
        answers=MappingProxyType(table.mapping("answers")),
        files=_files(table),
        registries=_registries(table),
        begin=_beginning(table),
        also=table.texts("also"),
        steps=tuple(_steps(table, lines)),
        expect=_expectation(table),
    )
    table.close()
    return found if now else None


def _files(table: Table) -> Mapping[str, SampleFiles]:
    files: dict[str, SampleFiles] = {}
    for key, given in table.mapping("files").items():
        names = given if isinstance(given, list) and given else [given]
        if not all(isinstance(name, str) and "/" not in name for name in names):
            table.refuse(f"files.{key}", "No es un nombre de archivo.", "Escriba, p. ej., a.pdf.")
        texts = tuple(map(str, names))
        files[str(key)] = texts if isinstance(given, list) else texts[0]
    return MappingProxyType(files)


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


def _beginning(table: Table) -> Beginning | None:
    inner = table.table("begin")
    if inner is None:
        return None
    kinds = [kind for kind in _BEGIN_KINDS if inner.has(kind)]
    if len(kinds) != 1:
        inner.refuse("", "Un caso empieza de una sola manera.", "Use message, signal o timer.")
        return None
    found = Beginning(
        kind=kinds[0],
        name=inner.text(kinds[0], required=True),
        variables=MappingProxyType(inner.mapping("variables")),
    )
    inner.close()
    return found


def _steps(table: Table, lines: Mapping[str, int]) -> Iterator[ScenarioStep]:
    for number, inner in enumerate(table.tables("steps"), 1):
        kinds = [kind for kind in _STEP_KINDS if inner.has(kind)]
        if len(kinds) != 1:
            inner.refuse(
                kinds[1] if kinds else "",
                "Un paso dice una sola cosa.",
                f"Use una de estas claves: {', '.join(_STEP_KINDS)}.",
            )
            continue
        step = _step(inner, kinds[0])
        for kind in _STEP_KINDS:
            inner.plain(kind)
        inner.close()
        if step:
            yield replace(step, line=lines.get(f"steps[{number}]", 0))


def _step(inner: Table, kind: str) -> ScenarioStep | None:
    if kind in _READERS:
        return _READERS[kind](inner)
    text = inner.text(kind, required=True)
    if kind == "task":
        answers = MappingProxyType(inner.mapping("answers"))
        return CompleteTask(text, answers, _files(inner), inner.text("group"))
    if kind == "sign":
        return SignDocument(text, inner.text("group"))
    if kind == "advance":
        return _advance(inner, text)
    if kind == "case":
        return SwitchCase(text)
    if kind == "file":
        return FileAnother(text, MappingProxyType(inner.mapping("answers")), _files(inner))
    variables = MappingProxyType(inner.mapping("variables"))
    if kind == "signal":
        return ThrowSignal(text, variables)
    return DeliverMessage(text, variables, inner.text("key"), _files(inner))


def _advance(inner: Table, text: str) -> ScenarioStep | None:
    if _ADVANCE.fullmatch(text):
        amount, unit = text.split()
        return AdvanceClock(int(amount), unit)
    duration = parse_duration(text)
    if isinstance(duration, DayTimeDuration) and duration.nanoseconds > 0:
        return AdvanceBy(duration)
    if isinstance(duration, YearMonthDuration) and duration.months > 0:
        return AdvanceBy(duration)
    remedy = "Escriba, p. ej., 3 DH, 1 M, 2 H, P5D o PT90M."
    inner.refuse("advance", f"«{text}» no es un lapso.", remedy)
    return None


def _pay(inner: Table) -> ScenarioStep:
    return PayOrder(
        verdict=inner.choice("pay", Verdict, default=Verdict.APPROVED),
        amount=inner.integer("amount", low=1, high=10**12) if inner.has("amount") else None,
        again=inner.flag("again"),
        new_reference=inner.flag("new_reference"),
    )


def _answer(inner: Table) -> ScenarioStep | None:
    given = inner.table("answer", required=True)
    if given is None:
        return None
    found = AnswerExchange(
        service=given.text("service", required=True),
        payload=MappingProxyType(given.mapping("payload")) if given.has("payload") else None,
        status=given.text("status") or "OK",
    )
    given.close()
    return found


def _until(inner: Table) -> ScenarioStep | None:
    value = inner.plain("until")
    if isinstance(value, date) and not isinstance(value, datetime):
        return AdvanceUntil(datetime.combine(value, MORNING))
    moment = inner.moment("until", required=True)
    return AdvanceUntil(moment) if moment else None


_READERS: Mapping[str, Callable[[Table], ScenarioStep | None]] = {
    "until": _until,
    "answer": _answer,
    "pay": _pay,
}


def _expectation(table: Table) -> Expectation:
    inner = table.table("expect", required=True)
    if inner is None:
        return Expectation()
    expectation = _expected(inner)
    if expectation == Expectation():
        table.refuse("expect", "El escenario no espera nada.", "Diga la ruta, el fin o el estado.")
    return expectation


def _expected(inner: Table) -> Expectation:
    others = {slug: _expected(other) for slug, other in inner.named("cases")}
    expectation = Expectation(
        path=_list(inner, "path"),
        outcome=inner.text("outcome") if inner.has("outcome") else None,
        state=inner.text("state") if inner.has("state") else None,
        documents=_list(inner, "documents"),
        waiting_at=_list(inner, "waiting_at"),
        due=inner.day("due"),
        cases=MappingProxyType(others) if others else None,
        refused=_list(inner, "refused"),
    )
    for key in ("outcome", "state", "due", "cases"):
        inner.plain(key)
    inner.close()
    return expectation


def line_numbers(text: str) -> Mapping[str, int]:
    """Lines, from 1, on which the values of a YAML text begin, by their path: `steps[2].advance`."""
    return _lines(yaml.compose(text, Loader=yaml.SafeLoader))


def _loaded(text: str) -> tuple[Any, Mapping[str, int]]:
    """What a YAML text says and where, parsed once."""
    loader = yaml.SafeLoader(text)
    try:
        root = loader.get_single_node()
        lines = _lines(root)
        return (None if root is None else loader.construct_document(root)), lines
    finally:
        loader.dispose()


def _lines(root: Any) -> Mapping[str, int]:
    lines: dict[str, int] = {}
    seen: set[int] = set()
    pending = [] if root is None else [("", root)]
    while pending:
        path, node = pending.pop()
        # An alias is the same node again; a file of a few of them could name billions.
        if id(node) in seen:
            continue
        seen.add(id(node))
        for inner, line, value in _children(path, node):
            lines[inner] = line + 1
            pending.append((inner, value))
    return lines


def _children(path: str, node: Any) -> Iterator[tuple[str, int, Any]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield f"{path}.{key.value}" if path else str(key.value), key.start_mark.line, value
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value, 1):
            yield f"{path}[{number}]", value.start_mark.line, value


def _list(inner: Table, key: str) -> tuple[str, ...] | None:
    found = inner.texts(key)
    return found if inner.has(key) else None
