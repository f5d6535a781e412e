"""Multi-instance activities."""

from SpiffWorkflow.bpmn.exceptions import WorkflowDataException
from SpiffWorkflow.camunda.parser.CamundaParser import CamundaParser

from tests.engine.runtime.upstream.faults import mended, still_raises
from tests.engine.runtime.upstream.stock import (
    begin,
    chain,
    complete,
    end,
    find,
    node,
    parsed,
    start,
    text,
    user,
    waiting,
    workflow,
)

LOOP = "multiInstanceLoopCharacteristics"


def over_items(*, sequential: bool):
    inside = text("loopDataInputRef", "items") + node("inputDataItem", "item", name="item")
    loop = node(LOOP, "loop", inside, isSequential=str(sequential).lower())
    flows = chain("start", "a", "after", "end")
    return workflow(start(), user("a", loop), user("after"), end(), flows, items=[1, 2])


def test_running_a_multi_instance_changes_the_shared_spec():
    task = user("a", node(LOOP, "loop", text("loopCardinality", "items")))
    reader = parsed(start(), task, end(), chain("start", "a", "end"), parser=CamundaParser)
    shared = reader.get_spec("main").task_specs["a"]
    assert shared.cardinality == "items"
    begin(reader, items=[1, 2])
    assert shared.cardinality is None, mended("multi-instance-rewrites-shared-spec")


def test_sequential_multi_instance_fails_at_its_second_item():
    running = over_items(sequential=True)
    (first,) = waiting(running)
    fault = "sequential-multi-instance-collection"
    with still_raises(fault, WorkflowDataException, "item already exists"):
        complete(running, first)


def test_item_of_a_loop_is_left_in_the_data():
    running = over_items(sequential=False)
    for name in waiting(running):
        complete(running, name)
    assert "item" in find(running, "after").data, mended("multi-instance-leaks-item")
