"""Messages: waited for by name and key, thrown with what the input mappings say, starting cases."""

import pytest

from engine.runtime import JobCompleted, RunFailed, StartPoint, UnknownToken, start
from engine.runtime.values import MessageReceived, SignalReceived, TimerFired
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case
from tests.engine.runtime.models import NOW

PAGO = m.message("pago")


def with_boundary(boundary):
    return m.model(
        m.start(), m.user("a"), boundary, m.end(), m.end("e2"),
        m.chain("start", "a", "end"), m.chain("b", "e2"), roots=PAGO,
    )  # fmt: skip


def passing(*nodes, roots=PAGO):
    """Start, the nodes one after the other, end."""
    ids = [node.split('id="')[1].split('"')[0] for node in nodes]
    return m.model(m.start(), *nodes, m.end(), m.chain("start", *ids, "end"), roots=roots)


def test_message_may_have_its_name_and_its_key_from_feel():
    root = m.node("message", "pago", m.extensions(
        m.zeebe("subscription", correlationKey='=radicado + "-" + string(n)')), name='="pago." + bank')  # fmt: skip
    case = Case(passing(m.catch("c", "pago"), roots=root), {"radicado": "R", "n": 2, "bank": "B"})
    assert (case.at("c").message, case.at("c").correlation_key) == ("pago.B", "R-2")


def test_number_as_key_is_compared_as_text():
    case = Case(passing(m.catch("c", "pago")), {"radicado": 17})
    assert case.at("c").correlation_key == "17"


def test_message_without_a_key_is_compared_by_its_name():
    root = '<bpmn:message id="pago" name="pago"/>'
    case = Case(passing(m.catch("c", "pago"), roots=root))
    assert case.at("c").correlation_key == ""


def test_message_bears_its_id_where_it_has_no_name():
    case = Case(passing(m.catch("c", "pago"), roots='<bpmn:message id="pago"/>'))
    assert case.at("c").message == "pago"


@pytest.mark.parametrize(
    ("name", "key", "detail"),
    [("pago", "=[1]", "correlationKey"), ("=missing", "=1", "missing"), ("=1", "=1", "=1")],
    ids=["key", "no-name", "name"],
)
def test_name_and_key_of_the_wrong_type_name_the_event(name, key, detail):
    root = m.node("message", "pago", m.extensions(
        m.zeebe("subscription", correlationKey=key)), name=name)  # fmt: skip
    with pytest.raises(RunFailed, match="wrong-type") as caught:
        start(passing(m.catch("c", "pago"), roots=root), {}, now=NOW)
    assert caught.value.element_id == "c"
    assert detail in caught.value.detail


@pytest.mark.parametrize("trigger", [SignalReceived, TimerFired, JobCompleted])
def test_a_message_is_not_answered_by_something_else(trigger):
    case = Case(passing(m.catch("c", "pago")), {"radicado": "R"})
    with pytest.raises(UnknownToken):
        case.give(trigger(case.at("c").token))


@pytest.mark.parametrize("suffix", [".1", ".x", ".-1"])
def test_place_that_the_event_does_not_have_is_an_unknown_token(suffix):
    case = Case(passing(m.catch("c", "pago")), {"radicado": "R"})
    with pytest.raises(UnknownToken):
        case.give(MessageReceived(case.at("c").token + suffix))


def test_message_that_came_is_not_taken_twice():
    case = Case(passing(m.catch("c", "pago"), m.user("a")), {"radicado": "R"})
    token = case.at("c").token
    case.occur("c", paid=1)
    with pytest.raises(UnknownToken):
        case.give(MessageReceived(token))


def test_output_mappings_choose_what_a_message_brings():
    event = m.waits("c", m.on_message("pago"), m.mapping(outputs={"paid": "=amount > 3"}))
    case = Case(passing(event), {"radicado": "R"})
    case.occur("c", amount=5, noise="x")
    assert case.variables == {"radicado": "R", "paid": True}


def test_boundary_message_that_interrupts_cancels_the_item():
    case = Case(with_boundary(m.hangs("b", "a", m.on_message("pago"))), {"radicado": "R"})
    item = case.at("a").token
    case.occur("b", paid=True)
    assert case.last.cancelled == (item,)
    assert case.finished
    assert case.variables["paid"] is True


def test_boundary_message_that_does_not_interrupt_may_come_again_and_again():
    case = Case(with_boundary(m.beside("b", "a", m.on_message("pago"))), {"radicado": "R"})
    token = case.at("b").token
    for count in range(3):
        case.occur("b", count=count)
        assert case.steps == ["b", "e2"]
        assert case.at("b").token == token
    case.complete("a")
    assert case.finished
    assert case.variables["count"] == 2


def test_receive_task_has_boundary_events_like_any_task():
    model = m.model(
        m.start(), m.receive("r", "pago"), m.hangs("late", "r", m.on_time("P1D")),
        m.end(), m.end("e2"), m.chain("start", "r", "end"), m.chain("late", "e2"), roots=PAGO,
    )  # fmt: skip
    case = Case(model, {"radicado": "R"})
    subscription = case.at("r").token
    case.occur("late")
    assert case.last.cancelled == (subscription,)
    assert case.finished


def test_each_instance_waits_for_its_own_message():
    loop = m.many("=bills", inputElement="bill")
    receive = m.node("receiveTask", "r", loop, messageRef="pago")
    case = Case(passing(receive, roots=m.message("pago", "=bill")), {"bills": ["x", "y"]})
    assert [case.at("r", n).correlation_key for n in (0, 1)] == ["x", "y"]
    case.occur("r", 1)
    assert not case.finished
    case.occur("r")
    assert case.finished


THROWN = m.properties(timeToLive="PT1H")


@pytest.mark.parametrize(
    "make",
    [
        lambda *parts: m.throws("t", m.on_message("pago"), *parts),
        lambda *parts: m.node("sendTask", "t", m.extensions(*parts), messageRef="pago"),
    ],
    ids=["throw-event", "send-task"],
)
def test_thrown_message_carries_its_key_and_only_what_the_inputs_say(make):
    node = make(m.mapping({"amount": "=n * 2"}), THROWN)
    case = Case(passing(node), {"radicado": "R", "n": 4, "secret": "x"})
    (thrown,) = case.last.thrown
    assert (thrown.message, thrown.correlation_key) == ("pago", "R")
    assert thrown.variables == {"amount": 8}
    assert thrown.time_to_live == "PT1H"
    assert (thrown.process_id, thrown.element_id) == ("main", "t")
    assert case.finished
    assert "amount" not in case.variables


def test_end_event_throws_its_message_and_is_the_end():
    model = m.model(
        m.start(), m.ends("end", m.on_message("pago")), m.chain("start", "end"), roots=PAGO
    )
    case = Case(model, {"radicado": "R", "secret": 1})
    (thrown,) = case.last.thrown
    assert (thrown.variables, thrown.time_to_live) == ({}, None)
    assert case.last.end.element_id == "end"


def test_thrown_message_needs_no_key():
    case = Case(passing(m.throws("t", m.on_message("p")), roots='<bpmn:message id="p" name="p"/>'))
    assert case.last.thrown[0].correlation_key is None
    case = Case(passing(m.throws("t", m.on_message("pago"))))
    assert case.last.thrown[0].correlation_key is None


@pytest.mark.parametrize("root", [m.message("p", "=[1]"), m.node("message", "p", name="=missing")])
def test_thrown_message_of_the_wrong_type_names_the_event(root):
    with pytest.raises(RunFailed, match="wrong-type") as caught:
        start(passing(m.throws("t", m.on_message("p")), roots=root), {}, now=NOW)
    assert caught.value.element_id == "t"


def test_throwing_event_with_a_worker_is_the_workers_job():
    throw = m.throws("t", m.on_message("pago"), m.zeebe("taskDefinition", type="message.send"))
    finish = m.ends("end", m.on_message("pago"), m.zeebe("taskDefinition", type="message.send"))
    model = m.model(m.start(), throw, finish, m.chain("start", "t", "end"), roots=PAGO)
    case = Case(model, {"radicado": "R"})
    assert case.at("t").type == "message.send"
    case.complete("t")
    case.complete("end", sent=True)
    assert case.finished
    assert case.last.end.element_id == "end"
    assert case.variables["sent"] is True


def test_throwing_event_names_no_message_when_a_worker_does_it():
    work = m.zeebe("taskDefinition", type="message.send")
    assert Case(passing(m.throws("t", "<bpmn:messageEventDefinition/>", work))).waits_at == ["t"]


def test_message_starts_a_case_and_gives_its_output_mappings():
    event = m.begins("came", m.on_message("pago"), m.mapping(outputs={"who": "=sender"}))
    model = m.model(event, m.user("a"), m.end(), m.chain("came", "a", "end"), roots=PAGO)
    assert model.starts == (StartPoint("came", "message", "pago"),)
    case = Case(model, {"x": 1}, at="came", payload={"sender": "Ana", "noise": 1})
    assert case.at("a").variables == {"x": 1, "who": "Ana"}
    assert case.path == ["came", "a"]


def test_message_that_starts_a_case_gives_all_when_nothing_is_mapped():
    model = m.model(
        m.begins("came", m.on_message("pago")), m.end(), m.chain("came", "end"), roots=PAGO
    )
    assert Case(model, at="came", payload={"sender": "Ana"}).variables == {"sender": "Ana"}


def test_receive_task_starts_a_case_though_its_key_comes_only_with_the_message():
    model = m.model(
        m.receive("r", "pago", instantiate="true"), m.user("a"), m.end(), m.chain("r", "a", "end"),
        roots=PAGO,
    )  # fmt: skip
    assert model.starts == (StartPoint("r", "message", "pago"),)
    case = Case(model, at="r", payload={"radicado": "R"})
    assert case.path == ["r", "a"]
    assert case.at("a").variables == {"radicado": "R"}


def test_instantiating_receive_task_reached_by_a_flow_waits_like_any_other():
    model = m.model(
        m.receive("r", "pago", instantiate="true"), m.user("a"), m.xor("x", default="x-end"), m.end(),
        m.chain("r", "a", "x", "end"), m.flow("x", "r", "=again"), roots=PAGO,
    )  # fmt: skip
    case = Case(model, {"radicado": "R"}, at="r", payload={})
    case.complete("a", again=True)
    assert case.waits_at == ["r"]
