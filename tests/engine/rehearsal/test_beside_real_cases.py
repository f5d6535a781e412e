"""A rehearsal beside cases that are real: analysts rehearse in the same window in which people file."""

import pytest

from bpmn import versions
from bpmn.package import read_folder
from engine import commands
from engine.commands import clock
from engine.commands.lending import rehearsed_numbers, rehearsed_registries
from engine.rehearsal.rehearse import rehearse
from tests.engine import cases
from tests.engine.cases import FRIDAY, SHELF
from tests.engine.exchange.test_registries import ENTITY, case_that, writes
from tests.engine.hours import hours
from tests.engine.runtime import models

__all__ = ["hours"]

pytestmark = pytest.mark.django_db


def test_a_rehearsal_does_not_mind_what_real_cases_are_called() -> None:
    slug, _ = cases.scenario("T02-E2")
    with clock.lend(lambda: FRIDAY):
        cases.publish_certificates(FRIDAY)
        real = cases.file("T02-E2")
    assert real.expediente

    played = rehearse(read_folder(SHELF / slug), versions.shelf_library(), only="T02-E2")

    assert played[0].differences == ()


def numbers(ident: str = "TASK") -> str:
    header = models.zeebe("header", key="prefix", value="PRU")
    return models.job(ident, models.zeebe("taskHeaders", header), kind="registry.number")


def writes_by_number(name: str):
    return case_that(
        numbers(),
        writes("TASK", "=registryNumber", f'={{dog_name: "{name}"}}', registry="caninos"),
    )


def row(key: str):
    return commands.registry_row(ENTITY, "caninos", key)


def test_a_rehearsal_meets_no_row_that_a_real_case_wrote_under_its_numbers(hours) -> None:
    writes_by_number("Sol")
    real = row("PRU-2026-000001")

    with rehearsed_registries():
        before = row("PRU-2026-000001")
        writes_by_number("Luna")
        rehearsed = row("PRU-2026-000001")

    assert before is None
    assert rehearsed["dog_name"] == "Luna"
    assert row("PRU-2026-000001") == real
    assert real["dog_name"] == "Sol"


def test_a_preview_sees_the_real_rows_and_takes_a_number_that_none_of_them_has(hours) -> None:
    writes_by_number("Sol")

    with rehearsed_numbers():
        seen = row("PRU-2026-000001")
        writes_by_number("Luna")

    assert seen["dog_name"] == "Sol"
    assert row("PRU-2026-000001")["dog_name"] == "Sol"
    assert row("PRU-2026-900001")["dog_name"] == "Luna"
