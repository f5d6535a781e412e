"""Models that BPMN allows and SpiffWorkflow refuses or runs otherwise."""

import pytest
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from tests.engine.runtime.upstream.faults import mended, still_raises
from tests.engine.runtime.upstream.stock import (
    chain,
    complete,
    end,
    flow,
    has_passed,
    node,
    start,
    text,
    user,
    waiting,
    workflow,
)


def ad_hoc(condition: str = "", **data):
    inside = user("a") + user("b") + condition
    nodes = start() + node("adHocSubProcess", "inner", inside) + user("after") + end()
    return workflow(nodes, chain("start", "inner", "after", "end"), **data)


def test_complex_gateway_is_refused():
    gateway = node("complexGateway", "gateway")
    with still_raises("complex-gateway-refused", ValidationException, "no support implemented"):
        workflow(start(), gateway, user("a"), end(), chain("start", "gateway", "a", "end"))


def test_activity_with_two_outgoing_flows_is_refused():
    flows = chain("start", "a", "first") + flow("a", "second")
    with still_raises("implicit-split-refused", ValidationException, "Multiple outgoing flows"):
        workflow(start(), user("a"), end("first"), end("second"), flows)


def test_activity_with_a_conditional_flow_beside_its_default_is_refused():
    fault = "conditional-flow-on-activity-refused"
    task = node("userTask", "a", default="a-second")
    flows = chain("start", "a", "second") + flow("a", "first", "True")
    with still_raises(fault, ValidationException, "Multiple outgoing flows"):
        workflow(start(), task, end("first"), end("second"), flows)


def test_false_condition_on_the_only_flow_of_an_activity_is_passed():
    flows = flow("start", "a") + flow("a", "end", "False")
    running = workflow(start(), user("a"), end(), flows)
    complete(running, "a")
    assert has_passed(running, "end"), mended("lone-condition-ignored")


@pytest.mark.parametrize(
    ("children", "match"),
    [
        pytest.param(user("a") + end() + flow("a", "end"), "No start event", id="process"),
        pytest.param(
            start() + node("subProcess", "sub", user("a")) + end() + chain("start", "sub", "end"),
            "Exactly one start event",
            id="sub-process",
        ),
    ],
)
def test_process_without_start_event_is_refused(children, match):
    with still_raises("no-start-event-refused", ValidationException, match):
        workflow(children)


def test_ad_hoc_sub_process_needs_a_completion_condition():
    with still_raises("ad-hoc-without-condition", TypeError, "eval"):
        ad_hoc()


def test_ad_hoc_sub_process_with_a_condition_fails_too():
    with still_raises("ad-hoc-with-condition", KeyError, "data_objects"):
        ad_hoc(text("completionCondition", "done"), done=False)


def test_data_store_that_is_only_drawn_is_refused():
    roots = node("dataStore", "store", name="Registry")
    drawn = node("dataStoreReference", "drawn", dataStoreRef="store", name="Registry")
    with still_raises("data-store-refused", ValidationException, "has no implementation"):
        workflow(start(), drawn, end(), flow("start", "end"), roots=roots)


def test_plain_task_waits_for_a_person():
    running = workflow(start(), node("task", "a"), end(), chain("start", "a", "end"))
    assert waiting(running) == ["a"], mended("plain-task-waits")
