"""Every scenario of every folder of the shelf; knows none by name."""

from pathlib import Path

import pytest

from bpmn.package import read_folder
from bpmn.versions import shelf_library
from engine.rehearsal import rehearse

SHELF = Path(__file__).resolve().parents[2] / "bpmn"
FOLDERS = sorted(path for path in (SHELF / "procedures").iterdir() if path.is_dir())


@pytest.mark.django_db
@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.name)
def test_every_scenario_goes_as_written(path: Path) -> None:
    outcomes = rehearse(read_folder(path), shelf_library())
    failed = [
        f"{outcome.scenario_id}: {'; '.join(outcome.differences)}"
        for outcome in outcomes
        if not outcome.passed
    ]
    assert outcomes, "a folder without scenarios proves nothing"
    assert failed == []
