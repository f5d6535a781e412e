"""Whoever changes a row past the commands is found out: each invariant, broken on purpose."""

import json
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command

from engine.checking import ALL, Options, check
from engine.jobs.execution import run_due
from engine.models import (
    Broadcast,
    Case,
    Document,
    Event,
    InboxEntry,
    Incident,
    Job,
    Message,
    NumberSeries,
    Submission,
    Subscription,
    Timer,
    WorkItem,
)
from tests.engine import cases, flows
from tests.engine.hours import hours
from tests.engine.registry import ServiceThat, lent_registry

__all__ = ["hours"]
SLUG = "todo-ejemplo"
LASTING = (
    "<bpmn:extensionElements><zeebe:properties>"
    '<zeebe:property name="timeToLive" value="PT1H" />'
    "</zeebe:properties></bpmn:extensionElements>"
)


@pytest.fixture
def case(db, hours, store) -> Case:
    """A case that has asked a registry, taken its own message and made a document, and waits."""
    flows.publish(
        SLUG,
        flows.start("inicio"),
        flows.number(),
        flows.service("expediente", "record.open"),
        flows.throw("dice", LASTING + flows.on_message()),
        flows.catch("oye", flows.on_message()),
        flows.service("redacta", "document.draft", document="constancia"),
        flows.user("revisa"),
        flows.boundary("vence", "revisa", flows.after("P1D")),
        flows.boundary("escucha", "revisa", flows.on_message("otro"), interrupts=False),
        flows.boundary("alarma", "revisa", flows.on_signal(), interrupts=False),
        flows.service("pregunta", "registry.query", service="predios"),
        flows.end("fin"),
        flows.end("vencido"),
        flows.end("oido"),
        flows.path("inicio", "numera", "expediente", "dice", "oye", "redacta", "revisa"),
        flows.path("revisa", "pregunta", "fin"),
        flows.path("vence", "vencido"),
        flows.path("escucha", "oido"),
        flows.path("alarma", "oido"),
        beside=flows.message("msg.propio")
        + flows.message("msg.otro", ident="otro")
        + flows.signal("sig.alarma"),
    )
    for clave in ("uno", "dos"):
        flows.file(SLUG, clave)
    with lent_registry(store, ServiceThat()):
        run_due()
    return Case.objects.get(radicado__endswith="-000002")


def codes(moment, **options) -> set[str]:
    found = check(Options(now=moment, **options))
    told = {one.code for one in found}
    assert told <= set(ALL)
    return told


def complete(case: Case) -> Job:
    """Complete the item; the job behind it."""
    carmen, item = cases.official("secretario-gobierno"), cases.waiting_item(case)
    cases.claim(carmen, item)
    cases.complete(carmen, item, {})
    return case.jobs.get(element_id="pregunta")


def again(event: Event) -> None:
    Event.objects.bulk_create(
        [
            Event(
                case_id=event.case_id,
                seq=event.seq + 1000,
                kind=event.kind,
                at=event.at + timedelta(seconds=1),
                actor_kind=event.actor_kind,
                data=event.data,
                previous_hash=event.hash,
                hash=event.hash,
            )
        ]
    )


BROKEN = {
    "event-chain-broken": lambda case: Event.objects.filter(case=case, seq=2).update(kind="otra"),
    "state-unreadable": lambda case: Case.objects.filter(pk=case.pk).update(frozen=b"{}"),
    "token-without-row": lambda case: Timer.objects.filter(case=case).delete(),
    "row-without-token": lambda case: WorkItem.objects.filter(case=case).update(token="99"),
    "case-stuck": lambda case: Case.objects.filter(pk=case.pk).update(frozen=None),
    "status-unfit": lambda case: Case.objects.filter(pk=case.pk).update(state="ARCHIVADO"),
    "inbox-wrong": lambda case: InboxEntry.objects.filter(item__case=case).delete(),
    "item-wrong": lambda case: case.items.update(status="claimed"),
    "item-completion-wrong": lambda case: case.items.update(status="completed"),
    "incident-count-wrong": lambda case: Case.objects.filter(pk=case.pk).update(open_incidents=1),
    "job-wrong": lambda case: case.jobs.update(finished_at=None),
    "job-dead-in-silence": lambda case: Job.objects.filter(pk=complete(case).pk).update(
        status="dead"
    ),
    "job-result-doubled": lambda case: (
        complete(case),
        run_due(),
        again(Event.objects.get(case=case, kind="registry.asked")),
    ),
    "job-doubled": lambda case: Job.objects.filter(case=case).update(element_id="numera-dos"),
    "document-wrong": lambda case: Document.objects.filter(case=case).delete(),
    "message-wrong": lambda case: Event.objects.filter(
        case=case, kind="message.received"
    )._raw_delete("default"),
    "timer-stopped": lambda case: Timer.objects.filter(case=case).update(due_at=None),
    "number-missing": lambda _: NumberSeries.objects.filter(series="radicado-E").update(last=3),
    "number-repeated": lambda case: Case.objects.exclude(pk=case.pk).update(
        expediente=case.expediente
    ),
    "number-unknown": lambda case: Case.objects.filter(pk=case.pk).update(
        radicado="2026-52001-E-000009"
    ),
    "submission-wrong": lambda case: Submission.objects.filter(
        result__radicado=case.radicado
    ).update(result={"case_id": str(uuid4()), "radicado": case.radicado}),
}
LATE = {
    "job-late": complete,
    "timer-late": lambda case: Timer.objects.filter(case=case).update(due_at=case.created_at),
    "message-late": lambda case: Message.objects.create(
        name="msg", created_at=case.created_at, expires_at=case.created_at + timedelta(hours=1)
    ),
    "signal-late": lambda case: Broadcast.objects.create(signal="s", created_at=case.created_at),
}


def test_cases_as_the_commands_leave_them_are_well(case, hours) -> None:
    assert codes(hours.now) == set()

    complete(case)

    assert codes(hours.now) == set()
    assert Case.objects.count() == 2


@pytest.mark.parametrize("code", BROKEN)
def test_what_is_changed_past_the_commands_is_found(case, hours, store, code) -> None:
    with lent_registry(store, ServiceThat()):
        BROKEN[code](case)

    assert code in codes(hours.now)


@pytest.mark.parametrize("code", LATE)
def test_what_waits_for_nobody_knows_whom_is_found_after_a_while(case, hours, code) -> None:
    LATE[code](case)
    hours.move(hours=2)

    assert code not in codes(hours.now, late_after=timedelta(days=1))
    assert code in codes(hours.now)


def test_every_invariant_is_broken_by_a_test() -> None:
    assert {*BROKEN, *LATE, "filing-lost"} == set(ALL)


def test_subscriptions_that_are_gone_are_missed(case, hours) -> None:
    Subscription.objects.filter(case=case).delete()

    found = [one.detail for one in check(Options(now=hours.now))]
    assert sorted(detail.split()[0] for detail in found) == ["message", "signal"]


def test_a_filing_that_was_acknowledged_and_is_not_there_is_found(case, hours) -> None:
    assert codes(hours.now, filings=[case.radicado]) == set()
    assert codes(hours.now, filings=[case.radicado, "2026-52001-E-000077"]) == {"filing-lost"}


def test_the_command_tells_people_and_programs(case, tmp_path) -> None:
    filings = tmp_path / "filings"
    filings.write_text(f"{case.radicado}\n\n2026-52001-E-000077\n")
    people, programs = StringIO(), StringIO()

    call_command("check_cases", stdout=people, batch=1)
    with pytest.raises(SystemExit) as code:
        call_command("check_cases", "--json", f"--filings={filings}", stdout=programs)

    assert people.getvalue() == "2 trámites comprobados: todo concuerda.\n"
    assert code.value.code == 1
    report = json.loads(programs.getvalue())
    assert (report["cases"], report["findings"][0]["code"]) == (2, "filing-lost")
    assert report["findings"][0]["spanish"] == ALL["filing-lost"][0]


def test_an_incident_explains_a_dead_job(case, hours, store) -> None:
    def fails() -> None:
        raise ValueError("nunca")

    complete(case)
    with lent_registry(store, ServiceThat(fails)):
        for _ in range(5):
            run_due()
            hours.move(hours=2)

    assert Incident.objects.get().job.status == "dead"
    assert codes(hours.now) == set()
