"""Timers on the case's clock count legal days and stand still while the case is suspended."""

from datetime import datetime
from uuid import uuid4

import pytest

from engine import commands
from engine.clock import BOGOTA, SuspensionCause
from engine.models import Case
from engine.models.actor import SYSTEM
from engine.timers.firing import fire_due
from tests.engine import flows

pytestmark = pytest.mark.django_db
CASE_CLOCK = (
    "<bpmn:extensionElements><zeebe:properties>"
    '<zeebe:property name="clock" value="case" />'
    "</zeebe:properties></bpmn:extensionElements>"
)


def midnight(month: int, day: int) -> datetime:
    return datetime(2026, month, day, tzinfo=BOGOTA)


@pytest.fixture
def case(hours) -> Case:
    """Filed on Friday 20 November with a term; a timer of three business days runs beside a task."""
    flows.publish(
        "legal-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.service("termino", "case.term"),
        flows.user("revisa"),
        flows.boundary("vence", "revisa", CASE_CLOCK + flows.after("3 DH")),
        flows.end("vencido"),
        flows.end("revisado"),
        flows.path("inicio", "numera", "termino", "revisa", "revisado"),
        flows.path("vence", "vencido"),
    )
    return flows.file("legal-ejemplo")


def suspend(case: Case) -> None:
    commands.suspend_case(
        commands.SuspendCase(
            actor=SYSTEM,
            case_id=case.id,
            cause=SuspensionCause.SUBSANACION,
            reason="falta un papel",
            submit_id=uuid4(),
        )
    )


def resume(case: Case) -> None:
    commands.resume_case(
        commands.ResumeCase(actor=SYSTEM, case_id=case.id, reason="llegó", submit_id=uuid4())
    )


def test_a_legal_term_ends_at_midnight_of_its_last_business_day(case) -> None:
    assert case.timers.get().due_at == midnight(11, 26)


def test_while_the_case_is_suspended_its_timer_has_no_moment(case, hours) -> None:
    suspend(case)
    hours.move(days=30)

    assert case.timers.get().due_at is None
    assert fire_due() == 0


def test_what_is_left_of_the_term_counts_on_after_resumption(case, hours) -> None:
    hours.move(days=3)  # Monday: one of three days is used
    suspend(case)
    hours.move(days=7)  # Monday 30 November
    resume(case)

    assert case.timers.get().due_at == midnight(12, 3)
    hours.now = midnight(12, 3)
    assert fire_due() == 1
    assert flows.refreshed(case).outcome == "vencido"
