"""What cases send each other: to themselves at once, to others after the commit, signals to all."""

from uuid import uuid4

import pytest

from engine import commands
from engine.errors import CaseStuck, NameTooLong
from engine.jobs.outbox import deliver_broadcasts, deliver_messages
from engine.models import Broadcast, Case, Incident, Message
from engine.models.actor import SYSTEM
from tests.engine import flows

pytestmark = pytest.mark.django_db
NEWS = "msg.noticia"
ALARM = "sig.alarma"


def listeners() -> None:
    flows.publish(
        "escucha-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.catch("espera", flows.on_message()),
        flows.end("fin"),
        flows.path("inicio", "numera", "espera", "fin"),
        beside=flows.message(NEWS),
    )


def senders() -> None:
    flows.publish(
        "habla-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.throw("dice", flows.on_message()),
        flows.end("dicho"),
        flows.path("inicio", "numera", "dice", "dicho"),
        beside=flows.message(NEWS),
    )


def alarmed(slug: str = "alarma-ejemplo", after: str = "") -> None:
    flows.publish(
        slug,
        flows.start("inicio"),
        flows.number(),
        flows.catch("espera", flows.on_signal()),
        *([after] if after else []),
        flows.end("fin"),
        flows.path("inicio", "numera", "espera", *(["atiende"] if after else []), "fin"),
        beside=flows.signal(ALARM),
    )


def alarm(**variables) -> Broadcast:
    thrown = commands.throw_signal(
        commands.ThrowSignal(actor=SYSTEM, signal=ALARM, variables=variables, submit_id=uuid4())
    )
    return Broadcast.objects.get(pk=thrown)


def test_what_a_case_says_reaches_another_after_the_commit(hours) -> None:
    listeners()
    senders()
    listener = flows.file("escucha-ejemplo")
    speaker = flows.file("habla-ejemplo")
    assert flows.refreshed(speaker).outcome == "dicho"
    assert flows.refreshed(listener).outcome == ""
    message = Message.objects.get()
    assert message.source == speaker

    commands.deliver_stored(message.id)
    commands.deliver_stored(message.id)

    assert flows.refreshed(listener).outcome == "fin"
    assert flows.kinds(listener).count("message.received") == 1


def test_a_time_to_live_that_nobody_can_read_is_the_models_failure(hours) -> None:
    flows.publish(
        "habla-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.throw(
            "dice",
            "<bpmn:extensionElements><zeebe:properties>"
            '<zeebe:property name="timeToLive" value="=answers.clave" />'
            "</zeebe:properties></bpmn:extensionElements>" + flows.on_message(),
        ),
        flows.end("dicho"),
        flows.path("inicio", "numera", "dice", "dicho"),
        beside=flows.message(NEWS),
    )

    with pytest.raises(CaseStuck) as stuck:
        flows.file("habla-ejemplo", "mañana")

    assert (stuck.value.data["reason"], stuck.value.data["element"]) == (
        "duration-unreadable",
        "dice",
    )
    assert not Message.objects.exists()


def test_a_broker_that_lost_everything_loses_no_message(hours) -> None:
    listeners()
    senders()
    listener = flows.file("escucha-ejemplo")
    flows.file("habla-ejemplo")

    deliver_messages()

    assert flows.refreshed(listener).outcome == "fin"


def test_a_case_hears_itself_in_the_same_transaction(hours) -> None:
    flows.publish(
        "dialogo-ejemplo",
        flows.start("inicio"),
        flows.number(),
        '<bpmn:parallelGateway id="parte" />',
        flows.catch("espera", flows.on_message()),
        flows.throw("dice", flows.on_message()),
        '<bpmn:parallelGateway id="junta" />',
        flows.end("fin"),
        flows.path("inicio", "numera", "parte", "espera", "junta", "fin"),
        flows.path("parte", "dice", "junta"),
        beside=flows.message(NEWS),
    )

    case = flows.file("dialogo-ejemplo")

    assert flows.state_of(case) == {"status": "closed", "outcome": "fin"}
    assert Message.objects.get().taken_by == case


def test_a_signal_reaches_every_case_that_waits_for_it(hours) -> None:
    alarmed()
    cases = [flows.file("alarma-ejemplo", clave) for clave in ("uno", "dos", "tres")]

    signal = alarm()
    deliver_broadcasts()

    assert [flows.refreshed(case).outcome for case in cases] == ["fin"] * 3
    signal.refresh_from_db()
    assert signal.done_at == hours.now


def test_a_signal_whose_name_is_too_long_is_refused(hours) -> None:
    with pytest.raises(NameTooLong):
        commands.throw_signal(
            commands.ThrowSignal(actor=SYSTEM, signal="s" * 121, submit_id=uuid4())
        )

    assert not Broadcast.objects.exists()


def test_a_signal_is_not_kept_for_those_who_wait_later(hours) -> None:
    alarmed()
    alarm()

    late = flows.file("alarma-ejemplo")
    deliver_broadcasts()

    assert flows.refreshed(late).outcome == ""


def test_a_signal_that_is_brought_twice_is_received_once(hours) -> None:
    flows.publish(
        "alarma-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.user("revisa"),
        flows.boundary("oye", "revisa", flows.on_signal(), interrupts=False),
        flows.end("oido"),
        flows.end("fin"),
        flows.path("inicio", "numera", "revisa", "fin"),
        flows.path("oye", "oido"),
        beside=flows.signal(ALARM),
    )
    case = flows.file("alarma-ejemplo")
    signal = alarm()
    deliver_broadcasts()

    Broadcast.objects.update(done_at=None)
    deliver_broadcasts()

    assert flows.kinds(case).count("signal.received") == 1
    alarm()
    deliver_broadcasts()
    assert flows.kinds(case).count("signal.received") == 2
    assert signal.source is None


def test_a_case_that_fails_on_a_signal_hinders_no_other(hours) -> None:
    task = flows.user("atiende").replace(
        "</bpmn:ext", '<zeebe:priorityDefinition priority="=answers.clave" /></bpmn:ext'
    )
    alarmed(after=task)
    broken = flows.file("alarma-ejemplo", "no es prioridad")
    hours.move(minutes=1)
    sound = flows.file("alarma-ejemplo", "70")

    signal = alarm()
    deliver_broadcasts()

    assert flows.places(sound) == ["atiende"]
    assert flows.places(broken) == []
    signal.refresh_from_db()
    assert signal.done_at is not None
    incident = Incident.objects.get()
    assert (incident.case, incident.element_id) == (broken, "atiende")

    commands.retry_incident(
        commands.RetryIncident(
            actor=SYSTEM, incident_id=incident.id, reason="otra vez", submit_id=uuid4()
        )
    )
    deliver_broadcasts()
    incident.refresh_from_db()
    assert incident.occurrences == 2
    assert flows.kinds(sound).count("signal.received") == 1


def test_a_signal_starts_the_procedures_that_begin_with_it(hours) -> None:
    flows.publish(
        "inicia-ejemplo",
        flows.start("inicio"),
        flows.start("suena", flows.on_signal()),
        flows.number(),
        flows.user("revisa"),
        flows.end("fin"),
        flows.path("inicio", "numera", "revisa", "fin"),
        flows.path("suena", "numera"),
        beside=flows.signal(ALARM),
    )

    alarm(motivo="lluvia")
    deliver_broadcasts()
    deliver_broadcasts()

    assert flows.places(Case.objects.get()) == ["revisa"]


def test_a_signal_of_a_case_goes_to_the_others(hours) -> None:
    alarmed()
    flows.publish(
        "suena-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.throw("suena", flows.on_signal()),
        flows.end("sonado"),
        flows.path("inicio", "numera", "suena", "sonado"),
        beside=flows.signal(ALARM),
    )
    listener = flows.file("alarma-ejemplo")
    speaker = flows.file("suena-ejemplo")

    deliver_broadcasts()

    assert Broadcast.objects.get().source == speaker
    assert flows.refreshed(listener).outcome == "fin"
