"""Decision tables as SpiffWorkflow runs them."""

import os
from typing import Any

import pytest
from lxml import etree
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.camunda.parser.CamundaParser import CamundaParser

from tests.engine.runtime.upstream.faults import mended, still_raises
from tests.engine.runtime.upstream.stock import begin, chain, end, find, parsed, start, user

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def rule(number: int, output: str) -> str:
    entry = f'<inputEntry id="entry{number}"><text>&gt; 0</text></inputEntry>'
    result = f'<outputEntry id="result{number}"><text>{output}</text></outputEntry>'
    return f'<rule id="rule{number}">{entry}{result}</rule>'


def decision(policy: str, *outputs: str, name: str = "d") -> str:
    """A table all of whose rules match a positive `x`."""
    expression = '<inputExpression id="expression"><text>x</text></inputExpression>'
    columns = f'<input id="input">{expression}</input><output id="output" name="y"/>'
    rules = "".join(rule(number, output) for number, output in enumerate(outputs))
    table = f"<decisionTable id='table' {policy}>{columns}{rules}</decisionTable>"
    return f'<decision id="{name}" name="{name}">{table}</decision>'


def decide(*decisions: str) -> Any:
    task = '<bpmn:businessRuleTask id="rules" camunda:decisionRef="d"/>'
    flows = chain("start", "rules", "after", "end")
    reader = parsed(start(), task, user("after"), end(), flows, parser=CamundaParser)
    xml = f'<definitions xmlns="{DMN}" id="all" name="all">{"".join(decisions)}</definitions>'
    reader.add_dmn_xml(etree.fromstring(xml))
    return find(begin(reader, x=1), "after").data["y"]


def test_unique_table_gives_the_first_of_two_rules():
    assert decide(decision('hitPolicy="UNIQUE"', "1", "2")) == 1, mended("unique-policy-unchecked")


@pytest.mark.parametrize("policy", ["RULE ORDER", "OUTPUT ORDER"])
def test_table_of_an_order_gives_one_rule(policy):
    value = decide(decision(f'hitPolicy="{policy}"', "1", "2"))
    assert value == 1, mended("rule-order-gives-one-rule")


def test_sum_of_a_collecting_table_is_not_built():
    value = decide(decision('hitPolicy="COLLECT" aggregation="SUM"', "1", "2"))
    assert value == [1, 2], mended("collect-aggregation-ignored")


def test_cell_of_a_table_runs_any_python():
    value = decide(decision('hitPolicy="UNIQUE"', "__import__('os').getpid()"))
    assert value == os.getpid(), mended("python-in-decision-cells")


def test_file_with_two_decisions_is_refused():
    one, two = (decision('hitPolicy="UNIQUE"', "1", name=name) for name in ("d", "e"))
    with still_raises("decision-graph-refused", ValidationException, "'list' object"):
        decide(one, two)
