"""The legal clock of a case: suspended, resumed, extended; its timers and inboxes follow."""

from datetime import date, datetime
from uuid import uuid4

import pytest

from engine import commands
from engine.clock import (
    BOGOTA,
    AlreadySuspended,
    ExtensionInOtherUnit,
    ExtensionTooLate,
    ExtensionTooLong,
    NotSuspended,
    SuspensionCause,
)
from engine.commands import clock
from engine.errors import CaseNotFound, CaseOver, ReasonMissing
from engine.models import InboxEntry
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end, extensions, node, properties, zeebe

FILED_DUE = date(2026, 12, 14)


@pytest.fixture
def case(office):
    folders.publish(folders.task("uno"), end("fin"), chain(folders.LAST, "uno", "fin"))
    return folders.file()


@pytest.fixture
def carmen(db):
    return cases.official(folders.OFFICE)


def at(day: date):
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=BOGOTA)
    return clock.lend(lambda: moment)


def suspend(actor, case, reason="Falta un documento") -> None:
    commands.suspend_case(
        commands.SuspendCase(
            actor=actor,
            case_id=case.id,
            cause=SuspensionCause.SUBSANACION,
            reason=reason,
            submit_id=uuid4(),
        )
    )
    case.refresh_from_db()


def resume(actor, case) -> None:
    commands.resume_case(
        commands.ResumeCase(actor=actor, case_id=case.id, reason="Llegó", submit_id=uuid4())
    )
    case.refresh_from_db()


def extend(actor, case, term, reason="Hace falta una visita") -> None:
    commands.extend_term(
        commands.ExtendTerm(
            actor=actor, case_id=case.id, term=term, reason=reason, submit_id=uuid4()
        )
    )
    case.refresh_from_db()


def test_what_was_used_stays_used_and_the_rest_counts_after(case, carmen) -> None:
    assert case.due_on == FILED_DUE
    with at(date(2026, 11, 27)):  # five of fifteen are used
        suspend(carmen, case)
    assert case.status == "suspended"
    assert case.suspension_reason == "Falta un documento"

    with at(date(2026, 12, 11)):
        resume(carmen, case)

    assert case.status == "in_progress"
    assert case.due_on == date(2026, 12, 28)
    assert case.suspended_at is None


def test_the_story_tells_both(case, carmen) -> None:
    suspend(carmen, case)
    resume(carmen, case)

    assert folders.kinds(case)[-2:] == ["case.suspended", "case.resumed"]


def test_a_case_is_suspended_once_and_resumed_once(case, carmen) -> None:
    with pytest.raises(NotSuspended):
        resume(carmen, case)
    suspend(carmen, case)
    with pytest.raises(AlreadySuspended):
        suspend(carmen, case)


def test_work_goes_on_while_the_clock_stands(case, carmen) -> None:
    suspend(carmen, case)

    item = folders.held(case, carmen, "uno")
    cases.complete(carmen, item, {"amount": 1})

    case.refresh_from_db()
    assert case.status == "closed"


@pytest.mark.parametrize(
    "who",
    [cases.citizen, lambda: cases.official("tesorero", email="t@correo.test")],
    ids=["the citizen", "another office"],
)
def test_only_the_office_suspends(case, who) -> None:
    with pytest.raises(CaseNotFound):
        suspend(who(), case)


def test_a_suspension_needs_a_reason(case, carmen) -> None:
    with pytest.raises(ReasonMissing):
        suspend(carmen, case, reason=" ")


def test_an_extension_moves_the_last_day_and_the_inboxes(case, carmen) -> None:
    extend(carmen, case, "5 DH")

    assert case.due_on == date(2026, 12, 21)
    entries = InboxEntry.objects.filter(item__case=case)
    assert set(entries.values_list("due_on", flat=True)) == {date(2026, 12, 21)}
    assert "term.extended" in folders.kinds(case)


@pytest.mark.parametrize(
    ("term", "day", "error"),
    [
        ("16 DH", date(2026, 11, 23), ExtensionTooLong),
        ("5 D", date(2026, 11, 23), ExtensionInOtherUnit),
        ("5 DH", date(2026, 12, 15), ExtensionTooLate),
    ],
    ids=["over double", "another unit", "after its end"],
)
def test_an_extension_beyond_the_law_is_refused(case, carmen, term, day, error) -> None:
    with at(day), pytest.raises(error):
        extend(carmen, case, term)

    case.refresh_from_db()
    assert case.due_on == FILED_DUE


def test_a_case_that_is_over_is_not_extended(case, carmen) -> None:
    cases.complete(carmen, folders.held(case, carmen, "uno"), {"amount": 1})

    with pytest.raises(CaseOver):
        extend(carmen, case, "5 DH")


def test_a_task_of_the_model_suspends_and_another_resumes(office, carmen) -> None:
    folders.publish(
        stop("para", "case.suspend", cause="SUBSANACION"),
        folders.task("uno"),
        stop("sigue", "case.resume"),
        folders.task("dos"),
        end("fin"),
        chain(folders.LAST, "para", "uno", "sigue", "dos", "fin"),
    )
    case = folders.file()
    assert case.status == "suspended"

    with at(date(2026, 11, 27)):
        cases.complete(carmen, folders.held(case, carmen, "uno"), {"amount": 1})

    case.refresh_from_db()
    assert case.status == "in_progress"
    assert case.due_on == date(2026, 12, 21)


@pytest.fixture
def reminded(office):
    """A reminder after ten business days on the case's clock, and one after ten days of any kind."""
    folders.publish(
        folders.task("uno"),
        reminder("legal", "10 DH", clock="case"),
        reminder("pared", "P10D"),
        end("fin"),
        end("avisado"),
        chain(folders.LAST, "uno", "fin"),
        chain("legal", "avisado"),
        chain("pared", "avisado"),
    )
    return folders.file()


def moments(case) -> dict[str, datetime | None]:
    return {timer.element_id: timer.due_at for timer in case.timers.all()}


def test_a_suspension_stops_timers_on_the_cases_clock_alone(reminded, carmen) -> None:
    before = moments(reminded)
    assert before["legal"] == datetime(2026, 12, 5, tzinfo=BOGOTA)

    with at(date(2026, 11, 27)):  # five of ten are used
        suspend(carmen, reminded)

    assert moments(reminded) == {"legal": None, "pared": before["pared"]}


def test_resuming_lets_them_fire_after_what_was_left(reminded, carmen) -> None:
    with at(date(2026, 11, 27)):
        suspend(carmen, reminded)
    with at(date(2026, 12, 11)):
        resume(carmen, reminded)

    assert moments(reminded)["legal"] == datetime(2026, 12, 19, tzinfo=BOGOTA)


def test_an_extension_leaves_the_models_own_timers(reminded, carmen) -> None:
    before = moments(reminded)

    extend(carmen, reminded, "5 DH")

    assert moments(reminded) == before


def test_a_timer_set_while_the_clock_stands_waits_for_it(office, carmen) -> None:
    folders.publish(
        stop("para", "case.suspend", cause="PRUEBAS"),
        folders.task("uno"),
        reminder("legal", "10 DH", clock="case"),
        end("fin"),
        end("avisado"),
        chain(folders.LAST, "para", "uno", "fin"),
        chain("legal", "avisado"),
    )
    case = folders.file()
    assert moments(case) == {"legal": None}

    with at(date(2026, 11, 27)):
        resume(carmen, case)

    assert moments(case)["legal"] == datetime(2026, 12, 15, tzinfo=BOGOTA)


def reminder(node_id: str, duration: str, **more: str) -> str:
    """A boundary event of `uno` that does not interrupt it."""
    definition = (
        f"<bpmn:timerEventDefinition><bpmn:timeDuration>{duration}</bpmn:timeDuration>"
        "</bpmn:timerEventDefinition>"
    )
    own = extensions(properties(**more)) if more else ""
    values = {"attachedToRef": "uno", "cancelActivity": "false"}
    return node("boundaryEvent", node_id, own, definition, **values)


def stop(node_id: str, kind: str, **headers: str) -> str:
    """A task that stops the clock, or lets it run."""
    own = [zeebe("header", key=key, value=value) for key, value in headers.items()]
    parts = extensions(
        zeebe("taskDefinition", type=kind), *([zeebe("taskHeaders", *own)] if own else [])
    )
    return node("serviceTask", node_id, parts)
