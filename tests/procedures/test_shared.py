"""Every shared process and the wrapper, called by small procedures of the tests: each flow is passed."""

from pathlib import Path

import pytest

from bpmn.package import read_folder
from bpmn.versions import shelf_library
from bpmn.versions.shelf import INTERNAL, folder_paths
from engine.rehearsal.coverage import covered, merge
from tests.procedures.playing import played

# What closes a case begins procedures that nobody files: they call shared processes as well.
CALLERS = folder_paths(Path(__file__).with_name("shared")) + folder_paths(INTERNAL)


@pytest.mark.django_db
def test_shared_processes_go_as_written_and_every_flow_is_passed() -> None:
    library = shelf_library()
    passed = covered(
        library.values(), merge(played(read_folder(path), library) for path in CALLERS)
    )
    assert [(flow.source, flow.target) for flow in passed.missing] == []
