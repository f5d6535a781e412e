"""Start events that wait for a moment start each case once; conditions look at the time."""

from datetime import timedelta

import pytest

from bpmn import versions
from engine import commands
from engine.models import Case, Incident, StartTimer
from engine.timers.firing import check_conditions, start_due
from tests.engine import flows
from tests.engine.cases import FRIDAY

pytestmark = pytest.mark.django_db


class Died(BaseException):
    """Ends what runs, as a killed process does: nothing catches it."""


def dies(*_args) -> None:
    raise Died


def every_day(work: str = "") -> versions.Version:
    """A procedure that a citizen files, and that starts by itself each day."""
    return flows.publish(
        "diario-ejemplo",
        flows.start("inicio"),
        flows.start("cada-dia", flows.every("R/PT24H")),
        flows.number(),
        work or flows.user("revisa"),
        flows.end("fin"),
        flows.path("inicio", "numera", "revisa", "fin"),
        flows.path("cada-dia", "numera"),
    )


def test_a_published_version_starts_a_case_when_its_moment_comes(hours) -> None:
    every_day()
    commands.sync_start_timers()
    assert StartTimer.objects.get().due_at == FRIDAY + timedelta(days=1)

    assert start_due() == 0
    hours.move(days=1)
    assert start_due() == 1

    case = Case.objects.get()
    assert case.owner is None
    assert case.radicado
    assert flows.places(case) == ["revisa"]
    assert "case.started" in flows.kinds(case)
    assert StartTimer.objects.get().due_at == FRIDAY + timedelta(days=2)


def test_what_is_published_starts_cases_from_then_on(
    hours, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        every_day()
    assert StartTimer.objects.get().due_at == FRIDAY + timedelta(days=1)

    with django_capture_on_commit_callbacks(execute=True):
        versions.retire("diario-ejemplo", now=hours.now)
    assert not StartTimer.objects.exists()


def test_a_start_that_ends_its_process_is_put_off_with_an_incident(hours, monkeypatch) -> None:
    every_day()
    commands.sync_start_timers()
    monkeypatch.setattr("engine.commands.start_timer._start", dies)
    hours.move(days=1, minutes=2)

    for _ in range(3):
        with pytest.raises(Died):
            commands.fire_next_start()
    assert commands.fire_next_start()

    row, incident = StartTimer.objects.get(), Incident.objects.get()
    assert (row.attempts, row.failures) == (0, 1)
    assert incident.detail == "3 processes ended while they started it"
    assert start_due() == 0


def test_after_an_outage_each_moment_starts_its_own_case(hours) -> None:
    every_day()
    commands.sync_start_timers()
    hours.move(days=3, hours=1)

    assert start_due() == 3
    assert start_due() == 0
    assert Case.objects.count() == 3


def test_a_clock_that_is_set_back_starts_nothing_twice(hours) -> None:
    every_day()
    commands.sync_start_timers()
    hours.move(days=1)
    start_due()

    hours.move(days=-2)
    commands.sync_start_timers()
    start_due()
    hours.move(days=2)
    start_due()

    assert Case.objects.count() == 1


def test_a_retired_version_starts_nothing_more(hours) -> None:
    every_day()
    commands.sync_start_timers()

    versions.retire("diario-ejemplo", now=hours.now)
    commands.sync_start_timers()
    hours.move(days=2)

    assert start_due() == 0
    assert not StartTimer.objects.exists()


def test_a_version_retired_between_two_sweeps_starts_nothing(hours) -> None:
    every_day()
    commands.sync_start_timers()
    versions.retire("diario-ejemplo", now=hours.now)
    hours.move(days=1)

    start_due()

    assert not Case.objects.exists()


def test_a_start_that_fails_leaves_an_incident_and_is_tried_again(hours) -> None:
    broken = flows.user("revisa").replace(
        "</bpmn:ext", '<zeebe:priorityDefinition priority="=procedureSlug" /></bpmn:ext'
    )
    every_day(broken)
    commands.sync_start_timers()
    hours.move(days=1)

    start_due()

    row = StartTimer.objects.get()
    incident = Incident.objects.get()
    assert (incident.kind, incident.case, incident.code) == ("timer", None, "wrong-type")
    assert row.due_at == hours.now
    assert row.retry_at == hours.now + timedelta(minutes=1)
    assert not Case.objects.exists()


def test_a_condition_that_asks_the_clock_comes_true_by_time_alone(hours) -> None:
    flows.publish(
        "condicion-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.catch(
            "espera",
            "<bpmn:conditionalEventDefinition><bpmn:condition "
            'xsi:type="bpmn:tFormalExpression">=today() &gt; date("2026-11-21")</bpmn:condition>'
            "</bpmn:conditionalEventDefinition>",
        ),
        flows.end("fin"),
        flows.path("inicio", "numera", "espera", "fin"),
    )
    case = flows.file("condicion-ejemplo")
    before = flows.kinds(case)

    assert check_conditions() == 0
    assert flows.kinds(case) == before
    hours.move(days=2)
    assert check_conditions() == 1

    assert flows.state_of(case) == {"status": "closed", "outcome": "fin"}
    assert not flows.refreshed(case).has_conditions


@pytest.mark.parametrize(
    ("cycle", "due"),
    [
        ("R/2026-11-18T08:00:00-05:00/P1D", timedelta(hours=23)),
        ("R2/2026-11-18T08:00:00-05:00/P1D", None),
        ("R/2020-01-01T00:00:00-05:00/PT1S", timedelta()),
    ],
    ids=["goes-on", "over", "seconds"],
)
def test_moments_before_the_publication_start_nothing(hours, cycle, due) -> None:
    flows.publish(
        "ciclo-ejemplo",
        flows.start("inicio"),
        flows.start("cada", flows.every(cycle)),
        flows.number(),
        flows.end("fin"),
        flows.path("inicio", "numera", "fin"),
        flows.path("cada", "numera"),
    )

    commands.sync_start_timers()

    assert StartTimer.objects.get().due_at == (None if due is None else FRIDAY + due)


def test_a_cycle_that_counts_its_starts_ends(hours) -> None:
    flows.publish(
        "ciclo-ejemplo",
        flows.start("inicio"),
        flows.start("cada", flows.every("R2/PT1H")),
        flows.number(),
        flows.end("fin"),
        flows.path("inicio", "numera", "fin"),
        flows.path("cada", "numera"),
    )
    commands.sync_start_timers()
    hours.move(days=9)

    assert start_due() == 2
    assert StartTimer.objects.get().due_at is None
