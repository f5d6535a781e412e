"""The clock of a server is put back and forth while timers fire: each fires once, in order, none is lost."""

import json
import random
from datetime import timedelta

import pytest

from engine.jobs.execution import run_due
from engine.jobs.outbox import deliver_messages
from engine.models import Case, Event, Incident, Timer
from engine.timers.firing import fire_due
from tests.engine import flows
from tests.engine.faults.crowd import broken, crowd
from tests.engine.registry import ServiceThat, lent_registry
from tests.environment import ON_POSTGRES

pytestmark = pytest.mark.django_db(transaction=True)
SLUG = "relojes-ejemplo"
CASES = 6
JUMPS = 40
ROUNDS = 5
SEED = 20261126


@pytest.fixture
def published(hours):
    """Three reminders at every hour, a job after two hours, and an end after a day."""
    flows.publish(
        SLUG,
        flows.start("inicio"),
        flows.number(),
        flows.user("revisa"),
        flows.boundary("recuerda", "revisa", flows.every("R3/PT1H"), interrupts=False),
        flows.boundary("pregunta-luego", "revisa", flows.after("PT2H"), interrupts=False),
        flows.service("pregunta", "registry.query", service="predios"),
        flows.boundary("vence", "revisa", flows.after("P1D")),
        flows.end("avisado"),
        flows.end("preguntado"),
        flows.end("vencido"),
        flows.end("revisado"),
        flows.path("inicio", "numera", "revisa", "revisado"),
        flows.path("recuerda", "avisado"),
        flows.path("pregunta-luego", "pregunta", "preguntado"),
        flows.path("vence", "vencido"),
    )


def fired(case: Case) -> list[str]:
    events = Event.objects.filter(case=case, kind="timer.fired").order_by("seq")
    return [json.loads(data)["element"] for data in events.values_list("data", flat=True)]


def test_timers_fire_once_and_in_order_whatever_the_clock_does(hours, published, store) -> None:
    chance = random.Random(SEED)  # noqa: S311 — chance, not secrecy
    filed = [flows.file(SLUG) for _ in range(CASES)]
    begun = hours.now
    in_order = ["recuerda", "recuerda", "pregunta-luego", "recuerda", "vence"]

    with lent_registry(store, ServiceThat()) as service:
        for _ in range(JUMPS):
            hours.now = begun + timedelta(minutes=chance.uniform(-180, 23 * 60))
            sweep()
            assert broken(late_after=timedelta(days=3)) == []
        hours.now = begun + timedelta(days=2)
        sweep()

    for case in filed:
        assert sorted(fired(case)) == sorted(in_order)
        assert fired(case)[-1] == "vence"
        assert flows.state_of(case) == {"status": "closed", "outcome": "vencido"}
    assert service.asked == CASES
    assert broken() == []


def test_a_clock_that_is_put_back_delays_what_waits_and_takes_nothing_back(
    hours, published, store
) -> None:
    case = flows.file(SLUG)
    hours.move(hours=1)
    fire_due()
    hours.move(hours=-5)

    with lent_registry(store, ServiceThat()):
        sweep()

    assert fired(case) == ["recuerda"]
    assert broken() == []
    hours.move(hours=6)
    with lent_registry(store, ServiceThat()):
        sweep()
    assert sorted(fired(case)) == ["pregunta-luego", "recuerda", "recuerda"]


@pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has one writer at a time")
def test_workers_that_meet_at_late_timers_take_nobody_for_dead(hours, published, store) -> None:
    """A late timer is counted before it fires; who counted it has to come to fire it."""
    filed = [flows.file(SLUG) for _ in range(CASES)]
    hours.move(hours=1, minutes=30)

    for _ in range(ROUNDS):
        crowd(6, lambda _: fire_due())
        hours.move(hours=1)

    assert not Incident.objects.exists()
    assert not Timer.objects.filter(due_at=None).exists()
    assert [sorted(fired(case)) for case in filed] == [
        ["pregunta-luego", "recuerda", "recuerda", "recuerda"]
    ] * CASES


def sweep() -> None:
    """What beat has the workers do, by several of them where the database lets them."""

    def once(_: int) -> int:
        return fire_due() + run_due("one of many") + deliver_messages()

    for _ in range(50):
        if not sum(crowd(3, once) if ON_POSTGRES else [once(0)]):
            return
    raise AssertionError("work never ends")
