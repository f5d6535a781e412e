"""The folder that the documentation shows is played like any other."""

import pytest

from bpmn.versions import shelf_library
from engine.rehearsal import rehearse
from tests.bpmn.samples import folder_with


@pytest.mark.django_db
def test_the_documented_folder_goes_as_its_scenarios_say() -> None:
    outcomes = rehearse(folder_with(), shelf_library())

    assert outcomes
    assert [o.differences for o in outcomes if not o.passed] == []
