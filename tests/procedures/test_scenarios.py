"""Every scenario of every folder of the shelf; knows none by name."""

from pathlib import Path

import pytest

from bpmn.package import read_folder
from bpmn.versions import shelf_library
from bpmn.versions.shelf import INTERNAL, PROCEDURES, folder_paths
from engine.rehearsal import rehearse
from engine.rehearsal.coverage import covered, merge
from tests.environment import ON_POSTGRES
from tests.procedures.decision_cases import fired

DECISIONS = Path(__file__).with_name("decisions")
# Rehearsals look at procedures, not at databases: some folders are enough on the second one.
STEP = 4 if ON_POSTGRES else 1
FOLDERS = (folder_paths(PROCEDURES) + folder_paths(INTERNAL))[::STEP]


@pytest.mark.django_db
@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.name)
def test_every_scenario_goes_as_written(path: Path) -> None:
    folder = read_folder(path)
    outcomes = rehearse(folder, shelf_library())

    assert outcomes, "a folder without scenarios proves nothing"
    failed = [
        f"{outcome.scenario_id}: {'; '.join(outcome.differences)}"
        for outcome in outcomes
        if not outcome.passed
    ]
    assert failed == []
    assert [case for outcome in outcomes for case in outcome.stuck] == []
    rehearsed = merge(outcome.coverage for outcome in outcomes)
    passed = covered([folder], merge([rehearsed, fired(DECISIONS / f"{path.name}.yaml")]))
    assert [(flow.source, flow.target) for flow in passed.missing] == []
    # Neither a scenario nor a case of tests/procedures/decisions fires these rows.
    assert [(row.table_id, row.number) for row in passed.silent] == []
