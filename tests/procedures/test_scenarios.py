"""Every scenario of every folder of the shelf; knows none by name."""

from pathlib import Path

import pytest

from bpmn.package import read_folder
from bpmn.versions import shelf_library
from bpmn.versions.shelf import INTERNAL, PROCEDURES, folder_paths
from engine.rehearsal import rehearse
from engine.rehearsal.coverage import covered, merge

FOLDERS = folder_paths(PROCEDURES) + folder_paths(INTERNAL)


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
    passed = covered([folder], merge(outcome.coverage for outcome in outcomes))
    assert [(flow.source, flow.target) for flow in passed.missing] == []
