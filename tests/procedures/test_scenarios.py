"""Every scenario of every folder of the shelf; knows none by name."""

from pathlib import Path

import pytest

from bpmn.package import read_folder
from bpmn.versions import shelf_library
from bpmn.versions.shelf import procedure_paths
from engine.rehearsal.coverage import covered, merge
from tests.environment import ON_POSTGRES
from tests.procedures.decision_cases import fired
from tests.procedures.playing import played

DECISIONS = Path(__file__).with_name("decisions")
# Rehearsals look at procedures, not at databases: some folders are enough on the second one.
STEP = 4 if ON_POSTGRES else 1
FOLDERS = procedure_paths()[::STEP]


@pytest.mark.django_db
@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.name)
def test_every_scenario_goes_as_written(path: Path) -> None:
    folder = read_folder(path)
    rehearsed = played(folder, shelf_library())
    passed = covered([folder], merge([rehearsed, fired(DECISIONS / f"{path.name}.yaml")]))
    assert [(flow.source, flow.target) for flow in passed.missing] == []
    # Neither a scenario nor a case of tests/procedures/decisions fires these rows.
    assert [(row.table_id, row.number) for row in passed.silent] == []
