"""What cannot run is refused, with its element and reason; nothing is ignored."""

import pytest
from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine

from engine.runtime import ModelRefused, ProcessSource, RunFailed, compile_model, start
from tests.engine.runtime import models as m
from tests.engine.runtime.models import NOW

PLAIN = (m.start(), m.end(), m.chain("start", "end"))


def refused(*children, **values):
    with pytest.raises(ModelRefused) as caught:
        m.model(*children, **values)
    return {(f.code, f.element_id) for f in caught.value.findings}


@pytest.mark.parametrize(
    ("tag", "inner"),
    [
        ("inclusiveGateway", ""),
        ("complexGateway", ""),
        ("eventBasedGateway", ""),
        ("transaction", ""),
        ("adHocSubProcess", ""),
        ("dataObjectReference", ""),
        ("dataStoreReference", ""),
        ("dataObject", ""),
    ],
)
def test_elements_outside_the_dialect_are_refused(tag, inner):
    assert ("unsupported-element", "x") in refused(*PLAIN, m.node(tag, "x", inner))


@pytest.mark.parametrize(
    "event",
    ["timer", "signal", "escalation", "compensate", "conditional", "link", "cancel", "message"],
)
@pytest.mark.parametrize(
    "tag", ["startEvent", "endEvent", "boundaryEvent", "intermediateThrowEvent"]
)
def test_events_outside_the_dialect_are_refused(tag, event):
    inner = f"<bpmn:{event}EventDefinition/>"
    assert ("unsupported-event", "x") in refused(*PLAIN, m.node(tag, "x", inner))


@pytest.mark.parametrize(
    "values",
    [
        {"triggeredByEvent": "true"},
        {"isForCompensation": "true"},
        {"startQuantity": "2"},
        {"camunda:asyncBefore": "true"},
        {"default": "f"},
        {"invented": "1"},
    ],
    ids=lambda values: next(iter(values)),
)
def test_attributes_that_would_be_ignored_are_refused(values):
    inner = (m.start("s1"), m.end("s2"), m.chain("s1", "s2"))
    sub = m.node("subProcess", "s", *inner, **values)
    found = refused(m.start(), sub, m.end(), m.chain("start", "s", "end"))
    assert found == {("unsupported-attribute", "s")}


@pytest.mark.parametrize(
    "extension",
    [
        m.zeebe("executionListeners"),
        "<camunda:formData/>",
        m.zeebe("assignmentDefinition", candidateUsers="ana"),
        m.zeebe("taskSchedule", followUpDate="=today()"),
        m.zeebe("taskDefinition", type="x"),
        m.zeebe("calledElement", processId="x"),
        m.zeebe("formDefinition", formId="f", bindingType="latest"),
    ],
)
def test_extensions_that_would_be_ignored_are_refused(extension):
    found = refused(m.start(), m.user("a", extension), m.end(), m.chain("start", "a", "end"))
    assert {element for _, element in found} == {"a"}
    assert {code for code, _ in found} & {"unsupported-extension", "unsupported-attribute"}


def test_lanes_notes_and_drawings_are_documentation():
    lanes = (
        '<bpmn:laneSet id="l"><bpmn:lane id="l1" name="Oficina">'
        "<bpmn:flowNodeRef>start</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
    )
    note = '<bpmn:textAnnotation id="n"><bpmn:text>x</bpmn:text></bpmn:textAnnotation>'
    model = m.model(lanes, note, *PLAIN)
    assert model.elements["main", "start"].lane == "Oficina"


@pytest.mark.parametrize(
    ("children", "finding"),
    [
        ((m.end(),), ("no-start-event", None)),
        ((m.start(), m.node("task", "t"), m.chain("start", "t")), ("no-end-event", None)),
        ((*PLAIN, m.start("s2"), m.chain("s2", "end")), ("several-start-events", None)),
        ((*PLAIN, m.node("task", "t"), m.chain("t", "end")), ("unreachable", "t")),
        ((m.start(), m.node("task", "t"), m.end(), m.chain("start", "t")), ("no-outgoing-flow", "t")),
        ((*PLAIN, m.flow("start", "gone")), ("flow-without-end", "start-gone")),
        ((*PLAIN, m.flow("end", "start")), ("flow-after-end", "end")),
        ((*PLAIN, m.node("task", "end")), ("duplicate-id", "end")),
        ((m.start(), m.end(), m.flow("start", "end", "=true")), ("condition-not-allowed", "start")),
        ((*PLAIN, m.caught("b", "start"), m.chain("b", "end")), ("boundary-on-wrong-element", "b")),
        ((*PLAIN, m.error_end("e", "none"), m.chain("start", "e")), ("error-without-code", "e")),
        ((m.start(), m.catch("c", "none"), m.end(), m.chain("start", "c", "end")), ("no-message", "c")),
        ((m.start(), m.call("c", "gone"), m.end(), m.chain("start", "c", "end")), ("unknown-called-process", "c")),
        ((m.start(), m.call("c", "main"), m.end(), m.chain("start", "c", "end")), ("recursive-call", "c")),
    ],
    ids=lambda value: value[0] if isinstance(value[0], str) and len(value) == 2 else None,
)  # fmt: skip
def test_structure(children, finding):
    assert finding in refused(*children)


def test_exclusive_gateway_needs_conditions():
    gateway = (m.start(), m.xor("x", default="x-a"), m.end("a"), m.end("b"), m.chain("start", "x"))
    found = refused(*gateway, m.flow("x", "a", "=true"), m.flow("x", "b"))
    assert found == {("condition-on-default-flow", "x"), ("flow-without-condition", "x")}
    found = refused(*gateway, m.flow("x", "a"), m.flow("x", "b", "approved"))
    assert ("not-feel", "x-b") in found


def test_unknown_decision_and_indirect_recursion():
    rule = m.zeebe("calledDecision", decisionId="gone", resultVariable="r")
    task = m.node("businessRuleTask", "t", m.extensions(rule))
    found = refused(m.start(), task, m.end(), m.chain("start", "t", "end"))
    assert found == {("unknown-decision", "t")}
    back = m.document(
        "other", m.start(), m.call("d", "main"), m.end(), m.chain("start", "d", "end")
    )
    found = refused(
        m.start(),
        m.call("c", "other"),
        m.end(),
        m.chain("start", "c", "end"),
        others={"other": back},
    )
    assert found == {("recursive-call", "c"), ("recursive-call", "d")}


def test_all_findings_come_at_once_with_their_lines():
    with pytest.raises(ModelRefused) as caught:
        m.model(*PLAIN, m.node("inclusiveGateway", "x"), m.node("complexGateway", "y"))
    unsupported = [f for f in caught.value.findings if f.code == "unsupported-element"]
    assert [f.element_id for f in unsupported] == ["x", "y"]
    assert all(f.line == 1 and f.process_id == "main" for f in unsupported)


@pytest.mark.parametrize(
    ("bpmn", "code"),
    [
        (b"<a/>", "not-bpmn"),
        (m.document("other", *PLAIN), "process-id-differs"),
        (m.document("main", *PLAIN).replace(b' isExecutable="true"', b""), "not-executable"),
    ],
    ids=["not-bpmn", "id", "not-executable"],
)
def test_file_that_is_not_the_process(bpmn, code):
    with pytest.raises(ModelRefused) as caught:
        compile_model("main", {"main": ProcessSource(bpmn)}, "d")
    assert code in {finding.code for finding in caught.value.findings}


@pytest.mark.parametrize("bpmn", [b"<a", b"", b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'])
def test_unsafe_or_broken_xml_is_a_finding(bpmn):
    with pytest.raises(ModelRefused):
        compile_model("main", {"main": ProcessSource(bpmn)}, "d")


def test_elements_named_like_upstreams_own_specs():
    model = m.model(m.start("Start"), m.end("End"), m.chain("Start", "End"))
    assert start(model, {}, now=NOW).finished


EVIL = "__import__('os').system('touch owned')"
SLOTS = {
    "script": lambda t: m.script("a", t, "r"),
    "input": lambda t: m.user("a", m.mapping({"x": t})),
    "output": lambda t: m.script("a", "=1", "r", m.mapping(outputs={"x": t})),
    "groups": lambda t: m.user("a", m.zeebe("assignmentDefinition", candidateGroups=t)),
    "assignee": lambda t: m.user("a", m.zeebe("assignmentDefinition", assignee=t)),
    "due": lambda t: m.user("a", m.zeebe("taskSchedule", dueDate=t)),
    "priority": lambda t: m.user("a", m.zeebe("priorityDefinition", priority=t)),
    "job-type": lambda t: m.job("a", kind=t),
    "collection": lambda t: m.user("a", loop=m.many(t)),
    "output-element": lambda t: m.user(
        "a", loop=m.many("=[1]", outputCollection="o", outputElement=t)
    ),
}


@pytest.mark.parametrize("slot", SLOTS)
@pytest.mark.parametrize("prefix", ["=", ""], ids=["feel", "static"])
def test_python_is_never_run_from_any_slot(slot, prefix, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    try:
        model = m.model(
            m.start(), SLOTS[slot](prefix + EVIL), m.end(), m.chain("start", "a", "end")
        )
        start(model, {}, now=NOW)
    except (ModelRefused, RunFailed):
        pass
    assert not list(tmp_path.iterdir())


def test_python_is_never_run_from_a_condition(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    condition = (
        m.start(), m.xor("x"), m.end(), m.chain("start", "x"), m.flow("x", "end", "=" + EVIL),
    )  # fmt: skip
    with pytest.raises((ModelRefused, RunFailed)):
        start(m.model(*condition), {}, now=NOW)
    assert not list(tmp_path.iterdir())


def test_upstreams_python_engine_is_never_made(monkeypatch):
    def fail(*_arguments, **_named):
        raise AssertionError("PythonScriptEngine was reached")

    for name in ("__init__", "evaluate", "execute", "call_service"):
        monkeypatch.setattr(PythonScriptEngine, name, fail)
    model = m.model(m.start(), m.script("a", "=1", "r"), m.end(), m.chain("start", "a", "end"))
    assert start(model, {}, now=NOW).finished
