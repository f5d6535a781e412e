from datetime import date

import pytest

from bpmn.package.scenarios import (
    AdvanceClock,
    Behaviour,
    CompleteTask,
    DeliverMessage,
    SignDocument,
    read_scenario,
)

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
  - advance: 3 DH
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
        AdvanceClock(3, "DH"),
    )
    assert scenario.expect.path == ("X.0", "X.1")
    assert scenario.elements == ("X.1", "X.2", "X.0", "X.1", "X.3")


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
