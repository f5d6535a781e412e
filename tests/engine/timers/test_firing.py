"""Timers fire once, in order, late ones too; one that fails is put off and stops nobody."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from engine import commands
from engine.commands._work import Work
from engine.errors import CaseStuck
from engine.models import Case, Event, Incident, Timer
from engine.timers.firing import due_timers, fire_due
from tests.engine import flows

pytestmark = pytest.mark.django_db


def fired() -> list[str]:
    """Cases and elements of the timers that fired, in the order in which they did."""
    events = Event.objects.filter(kind="timer.fired").order_by("pk").select_related("case")
    return [f"{event.case.answers['clave']}" for event in events]


def wait(duration: str) -> None:
    flows.publish(
        "espera-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.catch("espera", flows.after(duration)),
        flows.end("fin"),
        flows.path("inicio", "numera", "espera", "fin"),
    )


def remind(slug: str = "recuerda-ejemplo", *, cycle: str = "R3/PT1H") -> None:
    """A task with an end of term and reminders before it."""
    flows.publish(
        slug,
        flows.start("inicio"),
        flows.number(),
        flows.user("revisa"),
        flows.boundary("recuerda", "revisa", flows.every(cycle), interrupts=False),
        flows.boundary("vence", "revisa", flows.after("P1D")),
        flows.end("avisado"),
        flows.end("vencido"),
        flows.end("revisado"),
        flows.path("inicio", "numera", "revisa", "revisado"),
        flows.path("recuerda", "avisado"),
        flows.path("vence", "vencido"),
    )


def fail_when_due(case_priority: str = "=answers.clave") -> None:
    """After the timer stands a task whose priority is the case's `clave`; a word is no priority."""
    task = flows.user("revisa").replace(
        "</bpmn:ext", f'<zeebe:priorityDefinition priority="{case_priority}" /></bpmn:ext'
    )
    flows.publish(
        "falla-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.catch("espera", flows.after("PT1H")),
        task,
        flows.end("fin"),
        flows.path("inicio", "numera", "espera", "revisa", "fin"),
    )


def test_a_timer_fires_when_its_moment_has_come(hours) -> None:
    wait("PT1H")
    case = flows.file("espera-ejemplo")

    hours.move(minutes=59)
    assert fire_due() == 0
    hours.move(minutes=1)
    assert fire_due() == 1

    assert flows.state_of(case) == {"status": "closed", "outcome": "fin"}
    assert not Timer.objects.exists()


def test_late_timers_come_in_order_after_an_outage(hours) -> None:
    wait("PT1H")
    for clave in ("primero", "segundo", "tercero"):
        flows.file("espera-ejemplo", clave)
        hours.move(minutes=1)
    newest_first = Timer.objects.order_by("-due_at").values_list("due_at", flat=True)
    assert len(set(newest_first)) == 3

    hours.move(days=4)
    assert fire_due() == 3

    assert fired() == ["primero", "segundo", "tercero"]


def test_timers_of_one_case_fire_strictly_in_order(hours) -> None:
    remind()
    case = flows.file("recuerda-ejemplo")

    hours.move(days=3)
    fire_due()

    due = [event.data for event in case.events.filter(kind="timer.fired").order_by("seq")]
    assert ["recuerda" in one for one in due] == [True, True, True, False]
    assert flows.refreshed(case).outcome == "vencido"
    assert case.items.get().status == "expired"


def test_a_cycle_fires_as_often_as_it_says_and_each_time_once(hours) -> None:
    remind(cycle="R2/PT1H")
    case = flows.file("recuerda-ejemplo")

    for _ in range(10):
        hours.move(minutes=30)
        fire_due()

    assert flows.kinds(case).count("timer.fired") == 2
    assert case.timers.get().element_id == "vence"


def test_a_clock_that_is_set_back_doubles_nothing(hours) -> None:
    remind()
    case = flows.file("recuerda-ejemplo")
    hours.move(hours=1)
    fire_due()

    hours.move(hours=-5)
    fire_due()
    hours.move(hours=5)
    fire_due()

    assert flows.kinds(case).count("timer.fired") == 1


def test_a_clock_that_jumps_ahead_loses_nothing(hours) -> None:
    remind(cycle="R/PT5H")
    case = flows.file("recuerda-ejemplo")

    hours.move(days=400)
    fire_due()

    assert flows.kinds(case).count("timer.fired") == 5
    assert flows.refreshed(case).outcome == "vencido"


def test_firing_the_same_timer_again_changes_nothing(hours) -> None:
    wait("PT1H")
    case = flows.file("espera-ejemplo")
    timer = case.timers.get()
    hours.move(hours=2)
    fire = commands.FireTimer(timer_id=timer.id, due_at=timer.due_at)

    commands.fire_timer(fire)
    commands.fire_timer(fire)

    assert flows.kinds(case).count("timer.fired") == 1


def test_a_timer_that_was_moved_does_not_fire_for_its_old_moment(hours) -> None:
    wait("PT1H")
    timer = flows.file("espera-ejemplo").timers.get()
    hours.move(hours=2)

    commands.fire_timer(
        commands.FireTimer(timer_id=timer.id, due_at=timer.due_at - timedelta(minutes=1))
    )

    assert Timer.objects.filter(pk=timer.pk).exists()


def test_a_timer_whose_task_is_done_is_gone(hours) -> None:
    wait("PT1H")
    remind()
    flows.file("recuerda-ejemplo")
    case = Case.objects.get()
    commands.withdraw_case(
        commands.WithdrawCase(
            actor=flows.citizen(), case_id=case.id, reason="ya no", submit_id=flows.uuid4()
        )
    )
    hours.move(days=9)

    assert due_timers() == 0


def test_a_timer_that_fails_is_put_off_with_an_incident_and_stops_nobody(hours) -> None:
    fail_when_due()
    broken = flows.file("falla-ejemplo", "no es prioridad")
    sound = flows.file("falla-ejemplo", "70")
    hours.move(hours=1)

    assert fire_due() == 2

    incident = Incident.objects.get()
    timer = broken.timers.get()
    assert (incident.kind, incident.element_id, incident.code) == ("timer", "revisa", "wrong-type")
    assert incident.case == broken
    assert (timer.failures, timer.due_at) == (1, hours.now + timedelta(minutes=1))
    assert flows.places(sound) == ["revisa"]
    assert flows.places(broken) == []


def test_pauses_of_a_failing_timer_grow_and_its_incident_stays_one(hours) -> None:
    fail_when_due()
    case = flows.file("falla-ejemplo", "no es prioridad")
    hours.move(hours=1)
    pauses = []
    for _ in range(4):
        fire_due()
        due_at = case.timers.get().due_at
        pauses.append(due_at - hours.now)
        hours.now = due_at

    assert [pause.total_seconds() for pause in pauses] == [60, 300, 1800, 7200]
    assert Incident.objects.get().occurrences == 4


def test_a_command_that_fires_a_broken_timer_says_so(hours) -> None:
    fail_when_due()
    timer = flows.file("falla-ejemplo", "no es prioridad").timers.get()
    hours.move(hours=1)

    with pytest.raises(CaseStuck):
        commands.fire_timer(commands.FireTimer(timer_id=timer.id, due_at=timer.due_at))

    assert Incident.objects.get().trigger["timer"] == timer.token


def test_a_retried_timer_fires_at_once(hours) -> None:
    fail_when_due()
    case = flows.file("falla-ejemplo", "no es prioridad")
    hours.move(hours=1)
    fire_due()

    commands.retry_incident(
        commands.RetryIncident(
            actor=flows.SYSTEM,
            incident_id=Incident.objects.get().id,
            reason="otra vez",
            submit_id=flows.uuid4(),
        )
    )

    assert case.timers.get().due_at == hours.now


class Died(BaseException):
    """Ends what runs, as a killed process does: nothing catches it."""


def test_a_timer_that_ends_its_process_is_set_aside_with_an_incident(hours, monkeypatch) -> None:
    wait("PT1H")
    case = flows.file("espera-ejemplo", "asesino")
    hours.move(minutes=1)
    flows.file("espera-ejemplo", "inocente")
    advance = Work.advance

    def dies(work: Work, trigger) -> None:
        if work.case.pk == case.pk:
            raise Died
        advance(work, trigger)

    monkeypatch.setattr(Work, "advance", dies)
    hours.move(hours=1, minutes=2)
    for _ in range(3):
        with pytest.raises(Died):
            fire_due()
    assert Timer.objects.get(case=case).attempts == 3

    fire_due()

    assert fired() == ["inocente"]
    timer, incident = Timer.objects.get(), Incident.objects.get()
    assert (timer.due_at, timer.attempts) == (None, 0)
    assert (incident.case, incident.kind, incident.code) == (case, "timer", "timer-worker-lost")

    monkeypatch.setattr(Work, "advance", advance)
    commands.retry_incident(
        commands.RetryIncident(
            actor=flows.SYSTEM, incident_id=incident.id, reason="mejor", submit_id=flows.uuid4()
        )
    )
    fire_due()
    assert flows.refreshed(case).outcome == "fin"
    assert Incident.objects.get().resolution == "by-itself"


def test_a_timer_that_is_not_late_is_not_counted(hours) -> None:
    wait("PT1H")
    flows.file("espera-ejemplo")
    hours.move(hours=1, seconds=30)

    with CaptureQueriesContext(connection) as said:
        assert commands.fire_next_timer()

    assert not [q for q in said if '"attempts" =' in q["sql"]]


def test_a_database_that_is_busy_counts_for_nothing(hours, monkeypatch) -> None:
    wait("PT1H")
    flows.file("espera-ejemplo")
    hours.move(hours=1, minutes=2)

    def busy(*_args) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(Work, "advance", busy)
    for _ in range(5):
        fire_due()

    assert Timer.objects.get().attempts == 0
    assert not Incident.objects.exists()
