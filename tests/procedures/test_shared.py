"""Every shared process and the wrapper, called by a small procedure of the tests: each flow is passed."""

from pathlib import Path

import pytest

from bpmn.package import read_folder
from bpmn.versions import shelf_library
from engine.rehearsal.coverage import covered
from tests.procedures.playing import played

CALLER = Path(__file__).with_name("shared") / "compartidos"
# Their own tests rehearse these.
ELSEWHERE = frozenset(
    {"sp-liquidacion-pago", "sp-devolucion", "sp-consulta-externa", "sp-encuesta", "sp-radicacion"}
)


@pytest.mark.django_db
def test_shared_processes_go_as_written_and_every_flow_is_passed() -> None:
    library = shelf_library()
    passed = covered(
        [folder for slug, folder in library.items() if slug not in ELSEWHERE],
        played(read_folder(CALLER), library),
    )
    assert [(flow.source, flow.target) for flow in passed.missing] == []
