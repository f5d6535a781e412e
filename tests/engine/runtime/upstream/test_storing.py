"""The serialiser that comes with SpiffWorkflow."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

from tests.engine.runtime.upstream.faults import mended, still_raises
from tests.engine.runtime.upstream.stock import (
    chain,
    complete,
    end,
    find,
    node,
    start,
    user,
    workflow,
)


def two_tasks(**data: Any):
    return workflow(start(), user("a"), user("b"), end(), chain("start", "a", "b", "end"), **data)


def reordered(value: Any) -> Any:
    """The same JSON with the keys of each object in another order, as `jsonb` may give it."""
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in reversed(value)}
    return [reordered(item) for item in value] if isinstance(value, list) else value


def test_task_data_is_lost_when_keys_come_in_another_order():
    serializer = BpmnWorkflowSerializer()
    running = two_tasks(x=1)
    complete(running, "a", y=2)
    stored = serializer.serialize_json(running)
    assert find(serializer.deserialize_json(stored), "b").data == {"x": 1, "y": 2}
    other = json.dumps(reordered(json.loads(stored)))
    loaded = find(serializer.deserialize_json(other), "b").data
    assert loaded != {"x": 1, "y": 2}, mended("delta-order-lost-in-jsonb")


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(Decimal("1.10"), id="decimal"),
        pytest.param(date(2026, 11, 20), id="date"),
        pytest.param(b"x", id="bytes"),
    ],
)
def test_values_of_everyday_types_cannot_be_saved(value):
    running = two_tasks(x=value)
    with still_raises("decimal-not-serialisable", TypeError, "not JSON serializable"):
        BpmnWorkflowSerializer().serialize_json(running)


def test_number_keys_and_tuples_come_back_as_something_else():
    serializer = BpmnWorkflowSerializer()
    running = two_tasks(by_year={2026: 1}, pair=(1, 2))
    loaded = find(serializer.deserialize_json(serializer.serialize_json(running)), "a").data
    changed = {"by_year": {"2026": 1}, "pair": [1, 2]}
    assert loaded == changed, mended("keys-and-tuples-change-when-stored")


def test_model_with_a_service_task_cannot_be_saved():
    work = node("serviceTask", "work")
    running = workflow(start(), work, end(), chain("start", "work", "end"))
    with still_raises("service-task-not-serialisable", TypeError, "ServiceTask"):
        BpmnWorkflowSerializer().serialize_json(running)
