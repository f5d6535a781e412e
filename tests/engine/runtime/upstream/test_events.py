"""Events that SpiffWorkflow ignores, refuses or catches too narrowly."""

import pytest
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.event_definitions import (
    MessageEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.camunda.parser.CamundaParser import CamundaParser
from SpiffWorkflow.camunda.specs.event_definitions import (
    MessageEventDefinition as CamundaMessageEventDefinition,
)
from SpiffWorkflow.exceptions import WorkflowException

from tests.engine.runtime.upstream.faults import mended, still_raises
from tests.engine.runtime.upstream.stock import (
    chain,
    complete,
    end,
    event,
    has_passed,
    node,
    start,
    user,
    waiting,
    workflow,
)

ROOTS = node("message", "m", name="m") + node("signal", "s", name="s")
MESSAGE, SIGNAL = event("message", messageRef="m"), event("signal", signalRef="s")


def with_event_sub_process(trigger: str, **named):
    begins = node("startEvent", "begin", trigger, isInterrupting="true")
    inside = begins + user("inside") + end("done") + chain("begin", "inside", "done")
    handler = node("subProcess", "handler", inside, triggeredByEvent="true")
    flows = chain("start", "outside", "end")
    return workflow(start(), user("outside"), end(), handler, flows, roots=ROOTS, **named)


@pytest.mark.parametrize(
    ("trigger", "definition"),
    [
        pytest.param(MESSAGE, MessageEventDefinition("m"), id="message"),
        pytest.param(SIGNAL, SignalEventDefinition("s"), id="signal"),
    ],
)
def test_interrupting_event_sub_process_leaves_the_rest_open(trigger, definition):
    running = with_event_sub_process(trigger)
    running.send_event(BpmnEvent(definition, payload={}))
    running.do_engine_steps()
    assert "inside" in waiting(running)
    assert "outside" in waiting(running), mended("event-sub-process-does-not-interrupt")


def test_message_without_camundas_payload_ends_in_an_error():
    running = with_event_sub_process(MESSAGE, parser=CamundaParser)
    plain = BpmnEvent(CamundaMessageEventDefinition("m"), payload={})
    with still_raises("camunda-message-needs-payload", KeyError, "payload"):
        running.send_event(plain)
        running.do_engine_steps()


def test_message_of_the_same_name_is_not_caught_across_classes():
    catch = node("intermediateCatchEvent", "catch", MESSAGE)
    flows = chain("start", "catch", "end")
    running = workflow(start(), catch, end(), flows, roots=ROOTS, parser=CamundaParser)
    with still_raises("message-class-must-match", WorkflowException, "not waiting for m"):
        running.send_event(BpmnEvent(MessageEventDefinition("m"), payload={}))


def signalled_from(tag: str):
    """One branch throws the signal from an element of this kind, the other waits for it."""
    throw, catch = node(tag, "throw", SIGNAL), node("intermediateCatchEvent", "catch", SIGNAL)
    nodes = start() + node("parallelGateway", "fork") + user("a") + user("after") + end()
    flows = chain("start", "fork", "a", "throw") + chain("fork", "catch", "after", "end")
    flows += chain("throw", "end") if tag == "intermediateThrowEvent" else ""
    running = workflow(nodes, throw, catch, flows, roots=ROOTS)
    complete(running, "a")
    assert has_passed(running, "throw")
    return running


def test_signal_of_an_end_event_reaches_nobody():
    assert waiting(signalled_from("intermediateThrowEvent")) == ["after"]
    assert waiting(signalled_from("endEvent")) == [], mended("signal-end-ignored")


def test_link_event_goes_nowhere():
    link = event("link", name="there")
    throw, catch = (node(f"intermediate{kind}Event", kind, link) for kind in ("Throw", "Catch"))
    flows = chain("start", "a", "Throw") + chain("Catch", "after", "end")
    running = workflow(start(), user("a"), throw, catch, user("after"), end(), flows)
    complete(running, "a")
    assert has_passed(running, "Throw")
    assert waiting(running) == [], mended("link-events-not-followed")
    assert running.is_completed()


def test_compensation_is_thrown_without_effect():
    throw = node("intermediateThrowEvent", "throw", event("compensate"))
    flows = chain("start", "throw", "after", "end")
    running = workflow(start(), throw, user("after"), end(), flows)
    definition = running.spec.task_specs["throw"].event_definition
    assert waiting(running) == ["after"]
    is_none_event = type(definition).__name__ == "NoneEventDefinition"
    assert is_none_event, mended("compensation-throw-ignored")


def test_compensation_boundary_event_is_refused():
    boundary = node("boundaryEvent", "boundary", event("compensate"), attachedToRef="a")
    undo = node("userTask", "undo", isForCompensation="true")
    link = node("association", "link", sourceRef="boundary", targetRef="undo")
    flows = chain("start", "a", "end")
    with still_raises("compensation-boundary-refused", ValidationException, "Unsupported Catch"):
        workflow(start(), user("a"), boundary, undo, link, end(), flows)
