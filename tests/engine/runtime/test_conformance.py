"""The neutral models of the BPMN conformance suite: each runs as told, or is refused by name."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine.runtime import ModelRefused, ProcessSource, RunFailed, compile_model, start
from tests.engine.runtime.models import NOW

SUITE = Path(__file__).parents[4] / "shared" / "bpmn-conformance"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason="the suite is not beside the project")

# What the dialect does not have; each is refused, none runs otherwise than the suite says.
REFUSED = {
    "AdHocSubProcess_Parallel",
    "AdHocSubProcess_Sequential",
    "CallActivity_GlobalTask",
    "CallActivity_Process",  # two processes in one file; ours are one folder each
    "ComplexGateway",
    "EventBasedGateway_Signals",
    "EventBasedGateway_Timer",
    "ExclusiveDiverging_InclusiveConverging",
    "InclusiveDiverging_ExclusiveConverging",
    "InclusiveGateway",
    "InclusiveGateway_Default",
    "Loop_ConditionOnly",
    "Loop_Maximum",
    "Loop_NoIteration_TestBeforeFalse",
    "Loop_NoIteration_TestBeforeTrue",
    "Loop_SubProcess",
    "Loop_Task",
    "MultiInstance_AllBehavior",
    "MultiInstance_ComplexBehavior",
    "MultiInstance_NoneBehavior",
    "MultiInstance_OneBehavior",
    "MultiInstance_Parallel",
    "MultiInstance_Sequential",
    "MultiInstance_SubProcess",
    "MultiInstance_Task",
    "ParallelDiverging_InclusiveConverging",
    "ReceiveTask",
    "ReceiveTask_Instantiate",
    "SendTask",
    "SequenceFlow_Conditional",
    "SequenceFlow_ConditionalDefault",
    "SequenceFlow_ConditionalDefault_Normal",
    "Token_Cardinality_Default",
    "Token_Cardinality_Explicit",
    "Token_Cardinality_Split_Explicit",
    "Transaction",
}


def _cases():
    if not SUITE.is_dir():
        return []
    expected = json.loads((SUITE / "expected.json").read_text())
    return [
        pytest.param(f"{group}/{name}", case, id=f"{name}-{number}")
        for group, models in expected.items()
        for name, cases in models.items()
        for number, case in enumerate(cases)
    ]


def _prepared(path):
    """The model with FEEL in place of its placeholders, and what each script is to log."""
    root: Any = etree.fromstring((SUITE / f"{path}.bpmn").read_bytes())
    logs = {}
    for task in root.iter(f"{BPMN}scriptTask"):
        script = task.find(f"{BPMN}script")
        logs[task.get("id")] = [
            line for line in (script.text or "").split() if line.startswith("SCRIPT_")
        ]
        extensions = etree.Element(f"{BPMN}extensionElements")
        etree.SubElement(extensions, f"{ZEEBE}script", expression="=null", resultVariable="nothing")
        task.replace(script, extensions)
    for condition in root.iter(f"{BPMN}conditionExpression"):
        text = re.sub(r'test\.contains\("(\w)"\)', r'contains(test, "\1")', condition.text.strip())
        condition.text = f"={text}"
    return etree.tostring(root), logs


@pytest.mark.parametrize(("path", "case"), _cases())
def test_conformance(path, case):
    name = path.rpartition("/")[2]
    bpmn, logs = _prepared(path)
    sources = {name: ProcessSource(bpmn)}
    if name in REFUSED:
        with pytest.raises(ModelRefused):
            compile_model(name, sources, "d")
        return
    model = compile_model(name, sources, "d")
    variables = {"test": (case["input"] or "").lower(), "integerVariable": case["integerVariable"]}
    if "ERROR_runtime" in case["trace"]:
        with pytest.raises(RunFailed):
            start(model, variables, now=NOW)
        return
    step = start(model, variables, now=NOW)
    assert step.finished
    trace = [line for passage in step.passed for line in logs.get(passage.element_id, [])]
    if name == "ParallelGateway_TrueParallelism":
        return
    assert sorted(trace) == sorted(case["trace"])
