"""The public DMN Technology Compatibility Kit, group by group, against the ledger beside this file."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from engine.dmn.tck.running import Group, run_folder

ROOT = Path(__file__).resolve().parents[2]
KIT = ROOT.parent / "shared" / "dmn-tck"
LEDGER = tomllib.loads((Path(__file__).parent / "dmn-tck.toml").read_text(encoding="utf-8"))
GROUPS = sorted(
    {file.parent.relative_to(KIT).as_posix() for file in KIT.rglob("*-test-*.xml")}
    if KIT.is_dir()
    else ()
)

MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="n" name="m">
<decision id="d1" name="sum"><literalExpression><text>1 + 1</text></literalExpression></decision>
<decision id="d2" name="java"><literalExpression>
<text>function(a) external {java: {class: "java.lang.Math", method signature: "cos(double)"}}</text>
</literalExpression></decision></definitions>"""
CASE = """<testCase id="{id}"><resultNode name="{decision}"><expected>
<value xsi:type="xsd:decimal">{value}</value></expected></resultNode></testCase>"""


@pytest.mark.skipif(not KIT.is_dir(), reason="skipped: needs ../shared/dmn-tck")
def test_the_kit_is_there_with_both_levels() -> None:
    levels = {group.split("/")[0] for group in GROUPS}

    assert levels == {"compliance-level-2", "compliance-level-3"}


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_passes_but_for_what_the_ledger_says(name) -> None:
    (group,) = run_folder(KIT / name)

    assert dict(group.failures).keys() == LEDGER.get(name, {}).keys(), group.failures


@pytest.mark.parametrize("name", GROUPS)
def test_only_external_java_functions_are_skipped(name) -> None:
    (group,) = run_folder(KIT / name)

    assert (group.skipped > 0) == name.endswith("feel-external-java")


@pytest.fixture
def folder(tmp_path) -> Path:
    """A group with one case that passes, one that fails, and one that needs Java."""
    group = tmp_path / "level" / "0001-small"
    group.mkdir(parents=True)
    (group / "small.dmn").write_text(MODEL, encoding="utf-8")
    cases = "".join(
        CASE.format(id=case, decision=decision, value=value)
        for case, decision, value in (("a", "sum", 2), ("b", "sum", 3), ("c", "java", 1))
    )
    (group / "small-test-01.xml").write_text(
        '<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<modelName>small.dmn</modelName>{cases}</testCases>",
        encoding="utf-8",
    )
    return tmp_path


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "engine.dmn.tck", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_the_runner_prints_groups_reasons_and_totals(folder) -> None:
    outcome = run(str(folder))
    lines = outcome.stdout.splitlines()

    assert lines[0] == "level/0001-small: 1 passed, 1 failed, 1 skipped"
    assert lines[1] == "  b: sum: expected 3, got 2"
    assert json.loads(lines[-1]) == {"passed": 1, "failed": 1, "skipped": 1}
    assert outcome.returncode == 1


def test_the_runner_prints_json_with_the_reason_of_each_failure(folder) -> None:
    report = json.loads(run(str(folder), "--json").stdout)

    assert (report["passed"], report["failed"], report["skipped"]) == (1, 1, 1)
    assert report["groups"][0]["failures"] == [{"case": "b", "reason": "sum: expected 3, got 2"}]


def test_a_folder_without_tests_is_told(tmp_path) -> None:
    outcome = run(str(tmp_path))

    assert outcome.returncode == 2
    assert "no *-test-*.xml" in outcome.stderr


def test_a_model_that_cannot_be_read_fails_its_cases(folder) -> None:
    (folder / "level" / "0001-small" / "small.dmn").write_text("<a", encoding="utf-8")
    group: Group = next(iter(run_folder(folder)))

    assert group.failed == 3
    assert "xml-malformed" in group.failures[0][1]
