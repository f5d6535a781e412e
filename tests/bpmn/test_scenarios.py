from datetime import UTC, date, datetime, timedelta

import pytest

from bpmn.package.scenarios import (
    AdvanceBy,
    AdvanceClock,
    AdvanceUntil,
    Behaviour,
    CompleteTask,
    DeliverMessage,
    SignDocument,
    ThrowSignal,
    read_scenario,
)
from engine.feel.values import DayTimeDuration

WHOLE = """
id: X-E1
title: Todo
now: 2026-11-20T09:00:00-05:00
applicant: P5
channel: ventanilla
answers: {since: 2020-01-31, applicant: {doc_type: CC}}
files: {recibo: recibo.pdf}
registries: {sisben: DOWN}
steps:
  - task: X.1
    answers: {decision: si}
  - sign: X.2
  - message: msg.x
    variables: {a: 1}
  - message: msg.x
    key: REF-1
  - signal: sig.x
    variables: {b: 2}
  - advance: 3 DH
  - advance: P5D
  - until: 2026-12-28
  - until: 2026-12-28T10:00:00-05:00
expect: {path: [X.0, X.1], outcome: FIN, state: ARCHIVADO, documents: [d], waiting_at: [X.3]}
"""


def _codes(text: str) -> set[str]:
    scenario, findings = read_scenario("scenarios/x.yaml", text.encode())
    assert findings
    assert scenario is None
    return {finding.code for finding in findings}


def test_a_whole_scenario_arrives_typed():
    scenario, findings = read_scenario("scenarios/x.yaml", WHOLE.encode())
    assert findings == ()
    assert scenario is not None
    assert scenario.now.isoformat() == "2026-11-20T09:00:00-05:00"
    assert scenario.answers["since"] == date(2020, 1, 31)
    assert scenario.registries == {"sisben": Behaviour.DOWN}
    assert scenario.steps == (
        CompleteTask("X.1", {"decision": "si"}),
        SignDocument("X.2"),
        DeliverMessage("msg.x", {"a": 1}),
        DeliverMessage("msg.x", {}, "REF-1"),
        ThrowSignal("sig.x", {"b": 2}),
        AdvanceClock(3, "DH"),
        AdvanceBy(DayTimeDuration(timedelta(days=5) // timedelta(microseconds=1) * 1000)),
        AdvanceUntil(datetime(2026, 12, 28, 13, tzinfo=UTC)),
        AdvanceUntil(datetime(2026, 12, 28, 15, tzinfo=UTC)),
    )
    assert [step.line for step in scenario.steps] == [11, 13, 14, 16, 18, 20, 21, 22, 23]
    assert scenario.file == "scenarios/x.yaml"
    assert scenario.expect.path == ("X.0", "X.1")


def test_what_a_scenario_does_not_say_is_none():
    text = "id: X\ntitle: X\nnow: 2026-11-20T09:00:00-05:00\nexpect: {outcome: FIN}\n"
    scenario, _ = read_scenario("scenarios/x.yaml", text.encode())
    assert scenario is not None
    assert (scenario.expect.path, scenario.expect.documents) == (None, None)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param("title: Todo", "titulo: Todo", "scenario-unknown-key", id="unknown key"),
        pytest.param("id: X-E1", "", "scenario-missing-key", id="no id"),
        pytest.param("-05:00", "", "scenario-bad-value", id="now without offset"),
        pytest.param("2026-11-20T09:00:00-05:00", "ayer", "scenario-bad-value", id="no moment"),
        pytest.param("DOWN", "ROTO", "scenario-bad-value", id="behaviour"),
        pytest.param("3 DH", "3 semanas", "scenario-bad-value", id="advance"),
        pytest.param("P5D", "-P5D", "scenario-bad-value", id="time that goes back"),
        pytest.param("2026-12-28\n", "mañana\n", "scenario-bad-value", id="until"),
        pytest.param("key: REF-1", "clave: REF-1", "scenario-unknown-key", id="key of a message"),
        pytest.param("sign: X.2", "firma: X.2", "scenario-bad-value", id="step of no kind"),
        pytest.param(
            "  - sign: X.2",
            "  - sign: X.2\n    task: X.1",
            "scenario-bad-value",
            id="step of two kinds",
        ),
        pytest.param(
            "    variables: {a: 1}",
            "    variable: {a: 1}",
            "scenario-unknown-key",
            id="unknown key of a step",
        ),
        pytest.param(
            "outcome: FIN", "outcom: FIN", "scenario-unknown-key", id="unknown key of expect"
        ),
        pytest.param("path: [X.0, X.1]", "path: X.0", "scenario-wrong-type", id="path is no list"),
        pytest.param("recibo.pdf", "../recibo.pdf", "scenario-bad-value", id="file with a path"),
    ],
)
def test_a_fault_is_a_finding(old, new, code):
    assert old in WHOLE
    assert code in _codes(WHOLE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("DOWN", "ROTO", "línea 9: registries.sisben"),
        ("3 DH", "3 semanas", "línea 20: steps[6].advance"),
        ("sign: X.2", "firma: X.2", "línea 13: steps[2]"),
        ("outcome: FIN", "outcom: FIN", "línea 24: expect.outcom"),
        ("title: Todo", "", "línea 1: title"),
    ],
    ids=["value", "inside a step", "step", "unknown key", "missing key"],
)
def test_a_fault_names_its_line(old, new, place):
    _, findings = read_scenario("scenarios/x.yaml", WHOLE.replace(old, new).encode())
    assert [finding.element for finding in findings] == [place]
    assert {finding.file for finding in findings} == {"scenarios/x.yaml"}


def test_aliases_are_walked_once():
    lists = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 40))
    text = f"l0: &l0 [x]\n{lists}"
    _, findings = read_scenario("scenarios/x.yaml", text.encode())
    assert findings


def test_a_scenario_that_expects_nothing_is_refused():
    assert _codes(WHOLE[: WHOLE.index("expect:")] + "expect: {}\n") == {"scenario-bad-value"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a",
        "a: [",
        "x",
        "a: !!python/object:os.system x",
        "2026-99-99",
        "now: 2026-99-99",
        "\t",
    ],
)
def test_no_text_raises(text):
    scenario, findings = read_scenario("scenarios/x.yaml", text.encode())
    assert scenario is None
    assert findings
