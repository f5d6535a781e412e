"""Every shared process and the wrapper, called by a small procedure of the tests: each flow is passed."""

from pathlib import Path

import pytest

from bpmn.package import read_folder
from bpmn.versions import shelf_library
from engine.rehearsal import rehearse
from engine.rehearsal.coverage import covered, merge

CALLER = Path(__file__).with_name("shared") / "compartidos"
# Their own tests rehearse these.
ELSEWHERE = frozenset(
    {"sp-liquidacion-pago", "sp-devolucion", "sp-consulta-externa", "sp-encuesta", "sp-radicacion"}
)


@pytest.mark.django_db
def test_shared_processes_go_as_written_and_every_flow_is_passed() -> None:
    library = shelf_library()
    outcomes = rehearse(read_folder(CALLER), library)

    failed = [
        f"{outcome.scenario_id}: {'; '.join(outcome.differences)}"
        for outcome in outcomes
        if not outcome.passed
    ]
    assert failed == []
    assert [case for outcome in outcomes for case in outcome.stuck] == []
    passed = covered(
        [folder for slug, folder in library.items() if slug not in ELSEWHERE],
        merge(outcome.coverage for outcome in outcomes),
    )
    assert [(flow.source, flow.target) for flow in passed.missing] == []
