"""Many workers at once on PostgreSQL: each job, timer and message is one worker's, and none is left."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import pytest
from django.db import connection

from engine import commands
from engine.jobs.execution import run_due
from engine.jobs.outbox import deliver_broadcasts, deliver_messages
from engine.models import Broadcast, Case, Event, Incident, Job, Message
from engine.models.actor import SYSTEM
from engine.timers.firing import fire_due
from tests.engine import flows
from tests.engine.registry import ServiceThat, lent_registry
from tests.environment import ON_POSTGRES

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has one writer at a time"),
]
WORKERS = 6
CASES = 12
ALL = '="todos"'
LASTING = (
    "<bpmn:extensionElements><zeebe:properties>"
    '<zeebe:property name="timeToLive" value="PT1H" />'
    "</zeebe:properties></bpmn:extensionElements>"
)


def at_once(work: Callable[[], Any]) -> list[Any]:
    """What comes of the same work in many threads, each with its own connection."""

    def alone() -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        running = [pool.submit(copy_context().run, alone) for _ in range(WORKERS)]
        return [one.result() for one in running]


def until_nothing(work: Callable[[], int]) -> None:
    """Sweeps leave what others hold at that moment; the next one finds it."""
    for _ in range(50):
        if not sum(at_once(work)):
            return
    raise AssertionError("work never ends")


def test_every_job_is_done_by_one_worker(hours, store) -> None:
    flows.publish(
        "pregunta-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.service("pregunta", "registry.query", service="predios"),
        flows.end("fin"),
        flows.path("inicio", "numera", "pregunta", "fin"),
    )
    for _ in range(CASES):
        flows.file("pregunta-ejemplo")

    with lent_registry(store, ServiceThat()) as service:
        until_nothing(lambda: run_due("one of many"))

    assert service.asked == CASES
    assert set(Job.objects.values_list("status", "attempts")) == {("done", 1)}
    assert set(Case.objects.values_list("outcome", flat=True)) == {"fin"}


def test_workers_claim_different_jobs(hours) -> None:
    flows.publish(
        "pregunta-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.service("pregunta", "registry.query", service="predios"),
        flows.end("fin"),
        flows.path("inicio", "numera", "pregunta", "fin"),
    )
    for _ in range(CASES):
        flows.file("pregunta-ejemplo")

    claimed = [job.id for jobs in at_once(lambda: commands.claim_jobs("one", 3)) for job in jobs]

    assert len(claimed) == len(set(claimed))


def test_every_timer_fires_once_and_those_of_a_case_in_order(hours) -> None:
    flows.publish(
        "recuerda-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.user("revisa"),
        flows.boundary("recuerda", "revisa", flows.every("R3/PT1H"), interrupts=False),
        flows.boundary("vence", "revisa", flows.after("P1D")),
        flows.end("avisado"),
        flows.end("vencido"),
        flows.end("revisado"),
        flows.path("inicio", "numera", "revisa", "revisado"),
        flows.path("recuerda", "avisado"),
        flows.path("vence", "vencido"),
    )
    cases = [flows.file("recuerda-ejemplo") for _ in range(CASES)]
    hours.move(days=9)

    until_nothing(fire_due)

    fired = Counter(Event.objects.filter(kind="timer.fired").values_list("case", flat=True))
    assert set(fired.values()) == {4}
    for case in cases:
        last = case.events.filter(kind="timer.fired").order_by("seq").last()
        assert "vence" in last.data


def test_a_message_that_many_workers_bring_is_received_once(hours) -> None:
    flows.publish(
        "escucha-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.catch("espera", flows.on_message()),
        flows.end("fin"),
        flows.path("inicio", "numera", "espera", "fin"),
        beside=flows.message("msg.noticia"),
    )
    flows.publish(
        "habla-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.throw("dice", flows.on_message()),
        flows.end("dicho"),
        flows.path("inicio", "numera", "dice", "dicho"),
        beside=flows.message("msg.noticia"),
    )
    for _ in range(CASES):
        flows.file("escucha-ejemplo")
    for _ in range(CASES // 2):
        flows.file("habla-ejemplo")

    at_once(deliver_messages)

    assert set(Message.objects.values_list("status", flat=True)) == {"correlated"}
    assert Event.objects.filter(kind="message.received").count() == CASES // 2
    assert Case.objects.filter(outcome="fin").count() == CASES // 2


def test_a_signal_that_many_workers_bring_is_received_once_by_each(hours) -> None:
    flows.publish(
        "alarma-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.catch("espera", flows.on_signal()),
        flows.end("fin"),
        flows.path("inicio", "numera", "espera", "fin"),
        beside=flows.signal("sig.alarma"),
    )
    for _ in range(CASES):
        flows.file("alarma-ejemplo")
    commands.throw_signal(
        commands.ThrowSignal(actor=SYSTEM, signal="sig.alarma", submit_id=flows.uuid4())
    )

    at_once(deliver_broadcasts)

    assert Event.objects.filter(kind="signal.received").count() == CASES
    assert Broadcast.objects.get().done_at is not None


def test_cases_that_write_to_each_other_never_block_each_other(hours) -> None:
    """While workers deliver, each case throws what another waits for: no transaction locks two."""
    beside = flows.message("msg.a", key=ALL, ident="a") + flows.message("msg.b", key=ALL, ident="b")
    for slug, said, heard in (("habla-a-ejemplo", "a", "b"), ("habla-b-ejemplo", "b", "a")):
        flows.publish(
            slug,
            flows.start("inicio"),
            flows.number(),
            flows.throw("dice", LASTING + flows.on_message(said)),
            flows.catch("espera", flows.on_message(heard)),
            flows.end("fin"),
            flows.path("inicio", "numera", "dice", "espera", "fin"),
            beside=beside,
        )
    flows.citizen()

    def talk() -> None:
        for slug in ("habla-a-ejemplo", "habla-b-ejemplo"):
            flows.file(slug)
            deliver_messages()

    at_once(talk)
    until_nothing(deliver_messages)

    assert Case.objects.count() == 2 * WORKERS
    assert set(Case.objects.values_list("outcome", flat=True)) == {"fin"}


def test_a_thread_beats_for_a_handler_that_takes_long(hours, store, settings) -> None:
    settings.JOB_LOCK_SECONDS = 0.06
    flows.publish(
        "pregunta-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.service("pregunta", "registry.query", service="predios"),
        flows.end("fin"),
        flows.path("inicio", "numera", "pregunta", "fin"),
    )
    job = flows.file("pregunta-ejemplo").jobs.get()
    patience = threading.Event()

    def until_it_beats() -> None:
        hours.move(seconds=0.05)
        for _ in range(500):
            patience.wait(0.01)
            if Job.objects.get(pk=job.id).heartbeat_at == hours.now:
                return
        raise AssertionError("no beat")

    with lent_registry(store, ServiceThat(until_it_beats)):
        run_due("slow")

    assert Case.objects.get().outcome == "fin"
    assert not [thread for thread in threading.enumerate() if thread.name == "heartbeat"]


def test_a_timer_that_the_database_refuses_stops_nobody(hours) -> None:
    """An element whose id is too long for its column fails only when the rows are written."""
    for slug, catch in (("largo-ejemplo", "o" * 130), ("corto-ejemplo", "oye")):
        flows.publish(
            slug,
            flows.start("inicio"),
            flows.number(),
            flows.catch("espera", flows.after("PT1H")),
            flows.catch(catch, flows.on_message()),
            flows.end("fin"),
            flows.path("inicio", "numera", "espera", catch, "fin"),
            beside=flows.message("m"),
        )
        flows.file(slug)
        hours.move(seconds=1)
    hours.move(hours=1)

    fire_due()

    incident = Incident.objects.get()
    assert (incident.case.slug, incident.code) == ("largo-ejemplo", "timer-failed")
    assert incident.case.timers.get().failures == 1
    assert Case.objects.get(slug="corto-ejemplo").subscriptions.count() == 1
