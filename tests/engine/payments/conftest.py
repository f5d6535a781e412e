"""A stage whose clock tests move, with a workshop and a gateway that reach nothing outside."""

from dataclasses import replace

import pytest

from archive.stores import open_store
from engine.clock import Calendar
from engine.commands import clock
from engine.jobs import workshop
from engine.payments import gateways
from engine.payments.rehearsal import RehearsalGatewaySimulator
from engine.rehearsal.stage import RehearsalStage, SealSimulator
from tests.engine.cases import FRIDAY


@pytest.fixture
def stage(db, tmp_path):
    made = RehearsalStage(FRIDAY, Calendar())
    lent = replace(
        workshop.current(),
        store=open_store(f"file://{tmp_path / 'archive'}"),
        seal=SealSimulator(),
        keeps_copies=False,
    )
    with (
        clock.lend(made.present),
        workshop.lend(lent),
        gateways.lend(RehearsalGatewaySimulator()),
    ):
        yield made
