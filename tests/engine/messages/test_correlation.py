"""A message goes to one token, waits for it as long as it lives, and is one however often it comes."""

from datetime import timedelta
from uuid import uuid4

import pytest

from engine import commands
from engine.errors import (
    CaseOver,
    CaseStuck,
    DurationUnreadable,
    NameTooLong,
    NothingAwaitsMessage,
)
from engine.jobs.outbox import deliver_messages
from engine.models import Case, Incident, Message
from engine.models.actor import SYSTEM
from tests.engine import flows
from tests.engine.cases import claim, complete, official

pytestmark = pytest.mark.django_db
NEWS = "msg.noticia"


def listen(slug: str = "escucha-ejemplo") -> None:
    """A task, and then a wait for the news of the case's key."""
    flows.publish(
        slug,
        flows.start("inicio"),
        flows.number(),
        flows.user("revisa"),
        flows.catch("espera", flows.on_message()),
        flows.end("fin"),
        flows.path("inicio", "numera", "revisa", "espera", "fin"),
        beside=flows.message(NEWS),
    )


def review(case: Case) -> None:
    """Do the task, so that the case begins to wait."""
    secretary = official("secretario-gobierno")
    item = case.items.get()
    claim(secretary, item)
    complete(secretary, item, {})


def waiting(clave: str = "uno", slug: str = "escucha-ejemplo") -> Case:
    case = flows.file(slug, clave)
    review(case)
    return case


def send(key: str = "uno", *, ttl: str = "", message_id: str = "", **variables):
    return commands.deliver_message(
        commands.DeliverMessage(
            actor=SYSTEM,
            message=NEWS,
            correlation_key=key,
            variables=variables,
            time_to_live=ttl,
            message_id=message_id,
            submit_id=uuid4(),
        )
    )


def test_a_message_goes_to_the_case_that_waits_under_its_key(hours) -> None:
    listen()
    one, two = waiting("uno"), waiting("dos")

    answer = send("dos")

    assert (answer.status, answer.case_id) == ("correlated", two.id)
    assert flows.refreshed(two).outcome == "fin"
    assert flows.refreshed(one).outcome == ""


def test_of_two_that_wait_the_one_that_waits_for_longest_gets_it(hours) -> None:
    listen()
    first = waiting()
    hours.move(minutes=1)
    second = waiting()

    send()

    assert flows.refreshed(first).outcome == "fin"
    assert flows.refreshed(second).outcome == ""


def test_a_message_without_a_key_is_for_its_name_alone(hours) -> None:
    listen()
    case = waiting("cualquiera")

    assert send("").case_id == case.id


def test_a_message_that_comes_before_its_subscription_is_kept_for_it(hours) -> None:
    listen()
    case = flows.file("escucha-ejemplo")

    assert send(ttl="P1D").status == "stored"
    review(case)
    deliver_messages()

    assert flows.refreshed(case).outcome == "fin"
    message = Message.objects.get()
    assert (message.status, message.taken_by) == ("correlated", case)


def test_of_two_kept_messages_the_oldest_is_given(hours) -> None:
    listen()
    case = flows.file("escucha-ejemplo")
    first = send(ttl="P1D")
    hours.move(minutes=1)
    second = send(ttl="P1D")

    review(case)
    deliver_messages()

    assert Message.objects.get(pk=first.message_id).status == "correlated"
    assert Message.objects.get(pk=second.message_id).status == "stored"


def test_a_message_for_which_nobody_waited_in_time_expires(hours) -> None:
    listen()
    case = flows.file("escucha-ejemplo")
    send(ttl="PT1H")
    hours.move(hours=1)

    review(case)
    deliver_messages()

    assert flows.refreshed(case).outcome == ""
    assert Message.objects.get().status == "expired"


def test_a_message_that_does_not_live_is_lost_when_nobody_waits(hours, settings) -> None:
    listen()
    case = flows.file("escucha-ejemplo")

    assert send().status == "stored"
    hours.move(seconds=settings.MESSAGE_GRACE_SECONDS)
    deliver_messages()
    review(case)
    deliver_messages()

    assert flows.refreshed(case).outcome == ""
    assert Message.objects.get().status == "expired"


def test_who_begins_to_wait_at_the_same_moment_gets_a_message_that_does_not_live(hours) -> None:
    listen()
    case = flows.file("escucha-ejemplo")
    send()

    # As when the delivery looked for a waiting that was not committed yet.
    review(case)
    deliver_messages()

    assert flows.refreshed(case).outcome == "fin"


def test_a_message_that_no_worker_has_looked_at_does_not_expire(hours) -> None:
    listen()
    case = waiting()
    message = Message.objects.create(name=NEWS, correlation_key="uno", created_at=hours.now)
    hours.move(hours=2)

    deliver_messages()

    message.refresh_from_db()
    assert (message.status, message.taken_by) == ("correlated", case)


def test_a_kept_message_that_was_awaited_in_time_waits_for_a_slow_worker(hours) -> None:
    listen()
    case = flows.file("escucha-ejemplo")
    send(ttl="PT1H")
    hours.move(minutes=59, seconds=59)
    review(case)

    hours.move(seconds=2)
    deliver_messages()

    assert flows.refreshed(case).outcome == "fin"


def test_a_kept_message_that_breaks_the_model_does_not_hold_back_who_waits_for_it(hours) -> None:
    picky()
    case = flows.file("escucha-ejemplo")
    send(ttl="P1D", prioridad="alta")

    review(case)

    assert case.items.get().status == "completed"
    assert case.subscriptions.count() == 1
    deliver_messages()
    incident = Incident.objects.get()
    assert (incident.case, incident.kind, incident.element_id) == (case, "message", "atiende")
    assert case.subscriptions.count() == 1


@pytest.mark.parametrize("part", ["message", "correlation_key", "message_id"])
def test_what_is_longer_than_a_name_is_refused_before_it_is_kept(hours, part) -> None:
    fields = {"message": NEWS, part: "x" * 121}

    with pytest.raises(NameTooLong) as refused:
        commands.deliver_message(commands.DeliverMessage(actor=SYSTEM, submit_id=uuid4(), **fields))

    assert refused.value.data["limit"] == 120
    assert not Message.objects.exists()


def test_a_key_that_is_too_long_is_a_failure_of_the_model(hours) -> None:
    listen()
    case = flows.file("escucha-ejemplo", "u" * 121)

    with pytest.raises(CaseStuck) as stuck:
        review(case)

    assert (stuck.value.data["reason"], stuck.value.data["element"]) == ("name-too-long", "espera")
    assert Incident.objects.get().code == "name-too-long"


def test_the_same_message_twice_is_one(hours) -> None:
    listen()
    first, second = waiting(), waiting()

    answers = [send(message_id="SMS-7") for _ in range(2)]

    assert answers[0] == answers[1]
    assert Message.objects.count() == 1
    assert sorted([flows.refreshed(first).outcome, flows.refreshed(second).outcome]) == ["", "fin"]


def test_a_repeated_submit_gets_the_first_answer(hours) -> None:
    listen()
    waiting()
    waiting()
    command = commands.DeliverMessage(
        actor=SYSTEM, message=NEWS, correlation_key="uno", submit_id=uuid4()
    )

    first = commands.deliver_message(command)

    assert commands.deliver_message(command) == first
    assert Message.objects.count() == 1


@pytest.mark.parametrize("ttl", ["mañana", "-P1D", "P999999999Y"], ids=["word", "past", "far"])
def test_a_time_to_live_that_is_none_is_refused(hours, ttl) -> None:
    with pytest.raises(DurationUnreadable):
        send(ttl=ttl)

    assert not Message.objects.exists()


def test_a_case_that_does_not_wait_says_so(hours) -> None:
    listen()
    case = flows.file("escucha-ejemplo")

    with pytest.raises(NothingAwaitsMessage):
        commands.deliver_message(
            commands.DeliverMessage(
                actor=SYSTEM, radicado=case.radicado, message=NEWS, submit_id=uuid4()
            )
        )


def test_a_case_that_has_ended_says_so(hours) -> None:
    listen()
    case = waiting()
    send()

    with pytest.raises(CaseOver):
        commands.deliver_message(
            commands.DeliverMessage(
                actor=SYSTEM, radicado=case.radicado, message=NEWS, submit_id=uuid4()
            )
        )


def test_a_message_starts_a_case_where_a_procedure_begins_with_it(hours) -> None:
    flows.publish(
        "avisado-ejemplo",
        flows.start("inicio"),
        flows.start("aviso", flows.on_message()),
        flows.number(),
        flows.user("revisa"),
        flows.end("fin"),
        flows.path("inicio", "numera", "revisa", "fin"),
        flows.path("aviso", "numera"),
        beside=flows.message(NEWS, key=""),
    )

    answer = send("siete", message_id="A-1", asunto="queja")
    again = send("siete", message_id="A-1", asunto="queja")

    case = Case.objects.get()
    assert answer == again
    assert (answer.status, answer.case_id) == ("correlated", case.id)
    assert flows.places(case) == ["revisa"]
    assert case.radicado


def picky() -> None:
    """After the message stands a task whose priority is the message's; a word is no priority."""
    task = flows.user("atiende").replace(
        "</bpmn:ext", '<zeebe:priorityDefinition priority="=prioridad" /></bpmn:ext'
    )
    flows.publish(
        "escucha-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.user("revisa"),
        flows.catch("espera", flows.on_message()),
        task,
        flows.end("fin"),
        flows.path("inicio", "numera", "revisa", "espera", "atiende", "fin"),
        beside=flows.message(NEWS),
    )


def test_a_message_that_the_model_cannot_take_waits_with_an_incident(hours) -> None:
    picky()
    case = waiting()

    answer = send(prioridad="alta")

    message, incident = Message.objects.get(), Incident.objects.get()
    assert answer.status == "stored"
    assert (incident.kind, incident.element_id) == ("message", "atiende")
    assert (message.failures, message.retry_at) == (1, hours.now + timedelta(minutes=1))
    assert case.subscriptions.count() == 1

    hours.move(minutes=2)
    deliver_messages()
    incident.refresh_from_db()
    assert incident.occurrences == 2

    commands.resolve_incident(
        commands.ResolveIncident(
            actor=SYSTEM, incident_id=incident.id, reason="mal escrito", submit_id=uuid4()
        )
    )
    message.refresh_from_db()
    assert message.status == "expired"
