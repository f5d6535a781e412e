"""Neutral BPMN models, ours and the suite's, by the runner and against the ledger beside this file."""

import json
import subprocess
import sys
import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.conformance.__main__ import main
from engine.conformance.expressions import to_feel
from engine.conformance.running import Verdict, run_model
from engine.conformance.suite import read_suite
from engine.conformance.timetable import Timetable

ROOT = Path(__file__).resolve().parents[2]
SUITE = ROOT.parent / "shared" / "bpmn-conformance"
OURS = Path(__file__).parent / "models"
LEDGER = tomllib.loads((Path(__file__).parent / "bpmn.toml").read_text(encoding="utf-8"))
MODELS = [
    pytest.param(model, id=f"{folder.name}-{model.label}".replace("/", "-"))
    for folder in (OURS, SUITE)
    if folder.is_dir()
    for model in read_suite(folder)
]


@pytest.mark.parametrize("model", MODELS)
def test_a_model_leaves_the_trace_of_a_conforming_engine(model) -> None:
    outcome = run_model(model)
    reasons = [found.reason for found in outcome.cases if found.reason]

    assert (outcome.verdict is Verdict.PASSED) == (model.label not in LEDGER), reasons


@pytest.mark.skipif(not SUITE.is_dir(), reason="skipped: needs ../shared/bpmn-conformance")
def test_the_suite_is_there_with_its_three_groups() -> None:
    models = list(read_suite(SUITE))

    assert {model.group for model in models} == {"activities", "basics", "gateways"}
    assert len(models) == 47


def test_every_model_of_ours_has_an_expectation() -> None:
    expected = {model.path for model in read_suite(OURS)}

    assert expected == set(OURS.rglob("*.bpmn"))


MODEL = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
<process id="{name}" isExecutable="true"><startEvent id="s"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="t1"/>
<scriptTask id="t1"><script>{script}</script></scriptTask>
<sequenceFlow id="f2" sourceRef="t1" targetRef="{target}"/><endEvent id="e"/></process></definitions>"""
CASE = {"input": "A", "integerVariable": 0, "trace": ["SCRIPT_task1"]}


def a_model(name, script="SCRIPT_task1", target="e") -> str:
    return MODEL.format(name=name, script=script, target=target)


@pytest.fixture
def folder(tmp_path) -> Path:
    """A group with models that pass, fail, are refused, are no XML, and are not there."""
    group = tmp_path / "group"
    group.mkdir()
    texts = {
        "Passes": a_model("Passes"),
        "Fails": a_model("Fails", script="SCRIPT_task2"),
        "Refused": a_model("Refused", target="nowhere"),
        "Unknown": a_model("Unknown", script="DANCE"),
        "Broken": "<definitions",
        "Empty": "<definitions/>",
        "Deployed": a_model("Deployed", target="nowhere"),
    }
    for name, text in texts.items():
        (group / f"{name}.bpmn").write_text(text, encoding="utf-8")
    expected = {name: [CASE] for name in (*texts, "Missing")}
    expected["Deployed"] = [CASE | {"trace": ["ERROR_deployment"]}]
    (tmp_path / "expected.json").write_text(json.dumps({"group": expected}), encoding="utf-8")
    return tmp_path


def test_the_module_runs_from_the_shell(folder) -> None:
    command = [sys.executable, "-m", "engine.conformance", str(folder), "--only", "Passes"]
    outcome = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)

    assert outcome.stdout.splitlines()[-1] == "1 passed, 0 failed, 0 refused"
    assert outcome.returncode == 0


def test_the_runner_prints_a_verdict_with_its_reason_for_each_model_and_totals(
    folder, capsys
) -> None:
    code = main([str(folder)])
    lines = capsys.readouterr().out.splitlines()
    text = " ".join(" ".join(lines).split())

    assert "group/Passes passed 1 case" in text
    assert "expected [SCRIPT_task1], got [SCRIPT_task2]" in text
    assert "t1: placeholder-unknown DANCE" in text
    assert "Missing.bpmn" in text
    assert lines[-1] == "2 passed, 2 failed, 4 refused"
    assert code == 1


def test_the_runner_prints_json_with_expected_and_left_traces(folder, capsys) -> None:
    main([str(folder), "--json"])
    report = json.loads(capsys.readouterr().out)
    verdicts = {model["name"]: model["verdict"] for model in report["models"]}
    fails = next(model for model in report["models"] if model["name"] == "Fails")

    assert (report["passed"], report["failed"], report["refused"]) == (2, 2, 4)
    assert verdicts["Refused"] == "refused"
    assert fails["cases"][0]["expected"] == ["SCRIPT_task1"]
    assert fails["cases"][0]["trace"] == ["SCRIPT_task2"]


def test_a_name_that_no_model_has_is_told(folder, capsys) -> None:
    assert main([str(folder), "--only", "Nobody"]) == 2
    assert "Nobody" in capsys.readouterr().err


@pytest.mark.parametrize("table", [None, "[1]", "{", '{"group": {"Passes": [{}]}}'])
def test_a_folder_without_a_table_of_expectations_is_told(tmp_path, table, capsys) -> None:
    if table is not None:
        (tmp_path / "expected.json").write_text(table, encoding="utf-8")

    assert main([str(tmp_path)]) == 2
    assert "expected.json" in capsys.readouterr().err


def test_a_folder_may_be_one_group_alone(folder) -> None:
    group = folder / "group"
    (group / "expected.json").write_text(json.dumps({"Passes": [CASE]}), encoding="utf-8")

    (model,) = read_suite(group)

    assert model.label == "group/Passes"
    assert run_model(model).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("text", "feel"),
    [
        ('test.contains("a")', '=contains(test, "a")'),
        (
            '  !test.contains("a") && integerVariable==3',
            '=not(contains(test, "a")) and integerVariable=3',
        ),
        ("${integerVariable >= 1 || data != 'x'}", '=integerVariable >= 1 or data != "x"'),
        ('"x".equals(data)', '=("x" = data)'),
        ("!(a == b)", "=not((a = b))"),
        ("getDataObject('data') > 1", "=data > 1"),
        ("bpmn:getProcessProperty('Process_1', 'data') = 1", "=data = 1"),
        ("activationCount >= 1", "=activationCount >= 1"),
        ("3", "=3"),
        ("= already", "= already"),
        ("", ""),
    ],
)
def test_an_expression_of_the_suite_becomes_feel(text, feel) -> None:
    assert to_feel(text) == feel


ENDLESS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
<process id="Endless" isExecutable="true"><startEvent id="s"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="t1"/>
<scriptTask id="t1"><script>SCRIPT_task1</script></scriptTask>
<sequenceFlow id="f2" sourceRef="t1" targetRef="t1"/></process></definitions>"""


def test_a_model_that_never_comes_to_rest_fails_in_bounded_time(folder) -> None:
    (folder / "group" / "Passes.bpmn").write_text(ENDLESS, encoding="utf-8")
    model = next(iter(read_suite(folder)))

    (outcome,) = run_model(model).cases

    assert outcome.verdict is Verdict.FAILED
    assert "more than" in outcome.reason


@pytest.mark.parametrize(("trace", "verdict"), [("2 1", "passed"), ("1 2", "failed")])
def test_the_order_counts_where_one_token_runs(folder, trace, verdict) -> None:
    script = "SCRIPT_task2 SCRIPT_task1"
    (folder / "group" / "Passes.bpmn").write_text(a_model("Passes", script), encoding="utf-8")
    case = CASE | {"trace": [f"SCRIPT_task{number}" for number in trace.split()]}
    table = {"group": {"Passes": [case]}}
    (folder / "expected.json").write_text(json.dumps(table), encoding="utf-8")

    (model,) = read_suite(folder)

    assert run_model(model).verdict.value == verdict


def test_a_process_beside_the_model_is_found(folder) -> None:
    beside = a_model("ParallelProcess", script="CREATE_MARKER_FILE")
    (folder / "group" / "ParallelProcess.bpmn").write_text(beside, encoding="utf-8")
    case = CASE | {"trace": ["MARKER_EXISTS", "SCRIPT_task1"], "parallelProcess": True}
    table = {"group": {"Passes": [case]}}
    (folder / "expected.json").write_text(json.dumps(table), encoding="utf-8")

    (model,) = read_suite(folder)

    assert run_model(model).verdict is Verdict.PASSED


def test_a_schedule_in_the_words_of_another_engine_starts_the_process_once() -> None:
    now = datetime(2026, 1, 5, tzinfo=UTC)
    timetable = Timetable({("process", "start"): ("cycle", "0 0 * * * ?")}, now)

    assert timetable.take(now) == [("process", "start")]
    assert timetable.moments() == []


def test_a_fault_of_the_engine_is_a_verdict(folder, monkeypatch) -> None:
    monkeypatch.setattr("engine.conformance.running.deploy", lambda *_, **__: 1 / 0)
    model = next(iter(read_suite(folder)))

    (outcome,) = run_model(model).cases

    assert outcome.verdict is Verdict.FAILED
    assert "ZeroDivisionError" in outcome.reason


def test_a_model_that_takes_too_long_is_given_up(folder, monkeypatch) -> None:
    monkeypatch.setattr("engine.conformance.running.CASE_SECONDS", 1)
    monkeypatch.setattr("engine.conformance.running.deploy", lambda *_, **__: time.sleep(5))
    model = next(iter(read_suite(folder)))

    (outcome,) = run_model(model).cases

    assert outcome.verdict is Verdict.FAILED
    assert "took more than 1 s" in outcome.reason
