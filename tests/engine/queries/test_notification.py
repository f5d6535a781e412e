"""An act is read by opening it, and opening it is being notified."""

from uuid import uuid4

import pytest

from engine import commands
from engine.errors import CaseNotFound, NothingAwaitsMessage
from engine.jobs.execution import run_due
from engine.queries import cases as case_queries
from engine.rehearsal.player import Player
from engine.rehearsal.stage import RehearsalStage
from tests.engine import cases


@pytest.fixture
def case(office):
    """A denial that was signed and waits for the citizen."""
    _, plan = cases.scenario("T02-E4B")
    filed = cases.file("T02-E4B")
    run_due()
    stage = RehearsalStage(cases.FRIDAY, None)
    Player(stage=stage, applicant=cases.citizen()).play(filed, plan)
    run_due()
    filed.refresh_from_db()
    return filed


def acknowledge(case, actor, submit_id=None) -> None:
    commands.acknowledge(
        commands.AcknowledgeNotification(
            actor=actor, radicado=case.radicado, submit_id=submit_id or uuid4()
        )
    )


def kinds(case) -> list[str]:
    return [d.kind for d in case_queries.case_for(cases.citizen(), case.radicado).documents]


def test_the_decision_is_read_only_by_opening_it(case) -> None:
    view = case_queries.case_for(cases.citizen(), case.radicado)

    assert len(view.can_acknowledge) == 1
    assert "negacion" not in kinds(case)
    acknowledge(case, cases.citizen())
    run_due()
    assert {"negacion", "constancia-acceso"} <= set(kinds(case))


def test_opening_it_twice_notifies_once(case) -> None:
    submit_id = uuid4()
    acknowledge(case, cases.citizen(), submit_id)
    acknowledge(case, cases.citizen(), submit_id)

    with pytest.raises(NothingAwaitsMessage):
        acknowledge(case, cases.citizen())
    assert case.events.filter(kind="message.received").count() == 1


def test_nobody_else_is_notified_in_its_place(case) -> None:
    with pytest.raises(CaseNotFound):
        acknowledge(case, cases.citizen("otro@correo.test"))
