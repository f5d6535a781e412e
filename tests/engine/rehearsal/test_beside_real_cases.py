"""A rehearsal beside cases that are real: analysts rehearse in the same window in which people file."""

import pytest

from bpmn import versions
from bpmn.package import read_folder
from engine.commands import clock
from engine.rehearsal.rehearse import rehearse
from tests.engine import cases
from tests.engine.cases import FRIDAY, SHELF

pytestmark = pytest.mark.django_db


def test_a_rehearsal_does_not_mind_what_real_cases_are_called() -> None:
    slug, _ = cases.scenario("T02-E2")
    with clock.lend(lambda: FRIDAY):
        cases.publish_certificates(FRIDAY)
        real = cases.file("T02-E2")
    assert real.expediente

    played = rehearse(read_folder(SHELF / slug), versions.shelf_library(), only="T02-E2")

    assert played[0].differences == ()
