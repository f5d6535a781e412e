"""Every fault of SpiffWorkflow 3.2.0 that `engine/runtime` mends, by the id its marker carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

FAULTS: dict[str, str] = {
    # Joins and the task tree.
    "early-parallel-join": (
        "A parallel join in a loop fires in a later round before all branches have arrived."
    ),
    "early-inclusive-join": (
        "An inclusive join in a loop fires in a later round before all branches have arrived."
    ),
    "join-recursion-in-loop": (
        "A parallel join walks back over all rounds by recursion and ends in RecursionError."
    ),
    "depth-1000-lost-work": (
        "The walk over the task tree stops at depth 1,000, and the case is reported complete."
    ),
    "lost-update-at-join": (
        "A branch that never touched a variable overwrites the other branch's new value."
    ),
    "lists-mixed-at-join": (
        "Lists of two branches are merged into one that neither of them wrote."
    ),
    "deleted-key-comes-back": "A variable that one branch deleted is there again after the join.",
    "nested-data-shared": (
        "Nested data written in one branch shows in the other branch and in finished tasks."
    ),
    # What is stored.
    "delta-order-lost-in-jsonb": (
        "Task data is stored as deltas in key order; another order loses data without an error."
    ),
    "decimal-not-serialisable": "Decimal, date and bytes in task data cannot be saved.",
    "keys-and-tuples-change-when-stored": (
        "Number keys come back as texts and tuples as lists after saving and loading."
    ),
    "service-task-not-serialisable": "A model with a plain service task cannot be saved.",
    # Texts of a model.
    "python-eval-in-conditions": "Conditions are Python's `eval` with all built-ins.",
    "python-exec-in-scripts": "Scripts are Python's `exec` with all built-ins.",
    "empty-builtins-escaped": "Empty built-ins do not keep a script from all loaded classes.",
    "python-eval-in-loops": "The cardinality of a multi-instance is Python's `eval`.",
    "python-eval-in-correlation": "Retrieval expressions of correlation are Python's `eval`.",
    "python-in-decision-cells": "Cells of a decision table are Python's `eval`.",
    "timer-text-is-python": "`P30D` as a timer's text fails, since it is read as Python.",
    "doctype-accepted": "A model with a DOCTYPE is read and its entities are put in.",
    "unknown-words-accepted": "Elements and attributes that BPMN does not know pass in silence.",
    # Events.
    "event-sub-process-does-not-interrupt": (
        "An interrupting event sub-process leaves the tasks around it open."
    ),
    "camunda-message-needs-payload": (
        "With CamundaParser a message without Camunda's payload ends in KeyError."
    ),
    "message-class-must-match": "A message of the right name but another class is not caught.",
    "signal-end-ignored": "A signal end event is read as a none end event.",
    "link-events-not-followed": (
        "A link throw event goes nowhere, and the case is reported complete."
    ),
    "compensation-throw-ignored": "A compensation throw event is read as a none event.",
    "compensation-boundary-refused": "A compensation boundary event is refused.",
    # Shapes of a model.
    "complex-gateway-refused": "Complex gateways are refused.",
    "implicit-split-refused": "An activity with two outgoing flows is refused.",
    "conditional-flow-on-activity-refused": (
        "An activity with a conditional and a default flow is refused."
    ),
    "lone-condition-ignored": "The condition on an activity's only outgoing flow is not looked at.",
    "no-start-event-refused": "A process or sub-process without start event is refused.",
    "ad-hoc-without-condition": (
        "An ad-hoc sub-process without completion condition ends in TypeError."
    ),
    "ad-hoc-with-condition": "An ad-hoc sub-process whose condition is false ends in KeyError.",
    "data-store-refused": "A data store is refused even where it is only drawn.",
    "plain-task-waits": "A plain task waits for a person instead of passing its token on.",
    # Loops and decisions.
    "multi-instance-rewrites-shared-spec": (
        "A running Camunda multi-instance changes the spec that other cases share."
    ),
    "sequential-multi-instance-collection": (
        "A sequential multi-instance over a collection without output fails at its second item."
    ),
    "multi-instance-leaks-item": "The loop's item is left in the data after a multi-instance.",
    "unique-policy-unchecked": "Hit policy UNIQUE gives the first of several rules that match.",
    "rule-order-gives-one-rule": "RULE ORDER and OUTPUT ORDER give one rule instead of a list.",
    "collect-aggregation-ignored": "COLLECT with SUM gives the list instead of the sum.",
    "decision-graph-refused": "A DMN file with two decisions is refused.",
    # Cost.
    "log-extras-below-level-20": (
        "The extras of each state change hold all task data although nothing is logged."
    ),
}


def mended(fault: str) -> str:
    """What a test says when upstream no longer has the fault."""
    sentence = FAULTS[fault]
    return (
        f"upstream mended {fault}: see whether engine/runtime still needs its own, "
        f"at «# Upstream: {fault}». Until now: {sentence}"
    )


@contextmanager
def still_raises(fault: str, kind: type[BaseException], match: str) -> Iterator[None]:
    """Passes while upstream raises; says that the fault is mended when it does not."""
    message = mended(fault)
    try:
        yield
    except kind as error:
        if not re.search(match, str(error)):
            raise
    else:
        pytest.fail(message)
