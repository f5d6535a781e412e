"""What cannot run is refused, with its element and reason; nothing is ignored."""

from types import SimpleNamespace

import pytest
from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine

from engine.runtime import ModelRefused, ProcessSource, RunFailed, compile_model, start
from engine.runtime.script_engine import FeelScriptEngine
from tests.engine.runtime import models as m
from tests.engine.runtime.models import NOW

PLAIN = (m.start(), m.end(), m.chain("start", "end"))


def refused(*children, **values):
    with pytest.raises(ModelRefused) as caught:
        m.model(*children, **values)
    return {(f.code, f.element_id) for f in caught.value.findings}


def test_words_that_are_no_elements_of_bpmn_are_refused():
    assert refused(*PLAIN, m.node("choreographyTask", "x")) == {("unsupported-element", "x")}


@pytest.mark.parametrize(
    ("tag", "event"),
    [
        ("startEvent", "cancel"),
        ("startEvent", "terminate"),
        ("endEvent", "timer"),
        ("endEvent", "link"),
        ("boundaryEvent", "link"),
        ("boundaryEvent", "terminate"),
        ("intermediateCatchEvent", "error"),
        ("intermediateCatchEvent", "escalation"),
        ("intermediateThrowEvent", "timer"),
        ("intermediateThrowEvent", "error"),
    ],
)
def test_events_that_bpmn_does_not_have_there_are_refused(tag, event):
    inner = f"<bpmn:{event}EventDefinition/>"
    assert ("unsupported-event", "x") in refused(*PLAIN, m.node(tag, "x", inner))


@pytest.mark.parametrize(
    "values",
    [{"camunda:asyncBefore": "true"}, {"invented": "1"}, {"isForCompensation": "perhaps"}],
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
        ((), ("empty-process", None)),
        ((*PLAIN, m.start("s2"), m.chain("s2", "end")), ("several-start-events", None)),
        ((*PLAIN, m.node("task", "t"), m.chain("t", "end")), ("unreachable", "t")),
        ((*PLAIN, m.flow("start", "gone")), ("flow-without-end", "start-gone")),
        ((*PLAIN, m.flow("end", "start")), ("flow-after-end", "end")),
        ((*PLAIN, m.node("task", "end")), ("duplicate-id", "end")),
        ((m.start(), m.end(), m.flow("start", "end", "=true")), ("condition-not-allowed", "start")),
        ((*PLAIN, m.caught("b", "start"), m.chain("b", "end")), ("boundary-on-wrong-element", "b")),
        ((*PLAIN, m.error_end("e", "none"), m.chain("start", "e")), ("error-without-code", "e")),
        ((m.start(), m.catch("c", "none"), m.end(), m.chain("start", "c", "end")), ("no-message", "c")),
        ((m.start(), m.call("c", "gone"), m.end(), m.chain("start", "c", "end")), ("unknown-called-process", "c")),
    ],
    ids=lambda value: value[0] if value and isinstance(value[0], str) and len(value) == 2 else None,
)  # fmt: skip
def test_structure(children, finding):
    assert finding in refused(*children)


def test_exclusive_gateway_needs_conditions():
    gateway = (m.start(), m.xor("x", default="x-a"), m.end("a"), m.end("b"), m.chain("start", "x"))
    found = refused(*gateway, m.flow("x", "a", "=true"), m.flow("x", "b"))
    assert found == {("condition-on-default-flow", "x"), ("flow-without-condition", "x")}
    found = refused(*gateway, m.flow("x", "a"), m.flow("x", "b", "approved"))
    assert ("not-feel", "x-b") in found


def test_unknown_decision():
    rule = m.zeebe("calledDecision", decisionId="gone", resultVariable="r")
    task = m.node("businessRuleTask", "t", m.extensions(rule))
    found = refused(m.start(), task, m.end(), m.chain("start", "t", "end"))
    assert found == {("unknown-decision", "t")}


def test_all_findings_come_at_once_with_their_lines():
    with pytest.raises(ModelRefused) as caught:
        m.model(*PLAIN, m.node("conversation", "x"), m.node("choreographyTask", "y"))
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


def test_ways_of_upstream_that_nothing_goes_are_closed():
    model = m.model(m.start(), m.script("a", "=1", "r"), m.end(), m.chain("start", "a", "end"))
    task = SimpleNamespace(task_spec=model.specs["main"].task_specs["#a"])
    engine = FeelScriptEngine(None)
    with pytest.raises(RunFailed, match="no-script-language"):
        engine.execute(task, EVIL)
    with pytest.raises(RunFailed, match="no-service-call"):
        engine.call_service(task)
    with pytest.raises(TypeError):
        task.task_spec.serialize(None)


DMN = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"
 namespace="n"><decision id="size" name="size"><decisionTable id="t" hitPolicy="FIRST">
<input id="i"><inputExpression id="ie"><text>n</text></inputExpression></input>
<output id="o" name="size"/>
<rule id="r1"><inputEntry id="a1"><text>&gt; 3</text></inputEntry>
<outputEntry id="b1"><text>"big"</text></outputEntry></rule>
<rule id="r2"><inputEntry id="a2"><text>-</text></inputEntry>
<outputEntry id="b2"><text>"small"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def rule_model(dmn=DMN, **more):
    rule = m.zeebe("calledDecision", decisionId="size", resultVariable="r")
    task = m.node("businessRuleTask", "t", m.extensions(rule))
    return m.model(m.start(), task, m.end(), m.chain("start", "t", "end"), size=dmn, **more)


def test_business_rule_task_decides_and_tells_which_rule_fired():
    step = start(rule_model(), {"n": 5}, now=NOW)
    assert step.variables["r"] == "big"
    (made,) = step.decisions
    assert (made.element_id, made.decision_id, made.value) == ("t", "size", "big")
    assert [fired.rule_id for fired in made.fired] == ["r1"]


def test_broken_or_double_decision_files_are_findings():
    with pytest.raises(ModelRefused):
        rule_model(b"<definitions/>")
    with pytest.raises(ModelRefused) as caught:
        rule_model(twice=DMN)
    assert ("duplicate-decision", "size") in {
        (finding.code, finding.element_id) for finding in caught.value.findings
    }


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (m.user("a", m.mapping({"1x": "=1"})), "mapping-target"),
        (m.user("a", m.zeebe("ioMapping", m.zeebe("input", target="x"))), "mapping-without-source"),
        (m.script("a", "1", "r"), "not-feel"),
        (m.script("a", "=1 +", "r"), "feel-syntax"),
        (m.script("a", "=1", "not a name"), "no-result-variable"),
        (m.user("a", m.properties(x="1") * 2), "unsupported-extension"),
        (m.user("a", loop=m.many("")), "loop-without-collection"),
        (m.user("a", loop=m.many("=x", outputCollection="o")), "loop-output"),
        (m.user("a", loop=m.many("=x", inputElement="1")), "loop-variable"),
        (m.user("a", m.zeebe("priorityDefinition", priority="high")), "not-a-number"),
        (m.user("a", m.zeebe("properties", m.zeebe("property", value="1"))), "pair-without-name"),
        (m.user("a", m.zeebe("properties", m.zeebe("other"))), "unsupported-extension"),
        (m.call("a", "=which"), "not-static"),
        (m.node("task", "a", "<zeebe:userTask/>"), "unsupported-element"),
        (m.node("businessRuleTask", "a"), "no-decision"),
        (m.node("serviceTask", "a"), "no-job-type"),
    ],
    ids=lambda value: value if "<" not in value else None,
)
def test_parts_of_a_task(part, code):
    found = refused(m.start(), part, m.end(), m.chain("start", "a", "end"))
    assert (code, "a") in found


def test_key_of_a_message_is_feel():
    root = m.message("p", "radicado")
    found = refused(m.start(), m.catch("a", "p"), m.end(), m.chain("start", "a", "end"), roots=root)
    assert found == {("not-feel", "a")}


def test_errors_need_static_codes_caught_once():
    roots = m.error("e.one") + m.node("error", "e.two", errorCode="=code")
    found = refused(
        m.start(), m.job("a"), m.caught("b", "a", "e.one"), m.caught("c", "a", "e.one"),
        m.caught("d", "a", "e.two"), m.end(), m.chain("start", "a", "end"),
        m.chain("b", "end"), m.chain("c", "end"), m.chain("d", "end"), roots=roots,
    )  # fmt: skip
    assert found == {("duplicate-error-code", "c"), ("error-code-not-static", "d")}


def test_flow_may_not_cross_a_sub_process():
    inner = m.sub("s", m.start("s1"), m.end("s2"), m.chain("s1", "s2"), m.flow("s1", "end"))
    found = refused(m.start(), inner, m.end(), m.chain("start", "s", "end"))
    assert ("flow-crosses-scope", "s1-end") in found


def test_unknown_root_and_two_processes_in_a_file():
    with pytest.raises(ModelRefused, match="unknown-process"):
        compile_model("main", {}, "d")
    twice = m.document("main", *PLAIN).replace(
        b"</bpmn:definitions>", b'<bpmn:process id="more"/></bpmn:definitions>'
    )
    with pytest.raises(ModelRefused, match="not-one-process"):
        compile_model("third", {"third": ProcessSource(twice)}, "d")


def test_mapped_inputs_where_only_outputs_work_are_refused():
    receive = m.node("receiveTask", "a", m.extensions(m.mapping({"x": "=1"})), messageRef="p")
    found = refused(m.start(), receive, m.end(), m.chain("start", "a", "end"), roots=m.message("p"))
    assert found == {("unsupported-extension", "a")}


def test_deep_models_are_not_cut():
    ids = [f"t{n}" for n in range(2000)]
    tasks = "".join(m.node("task", task) for task in ids)
    model = m.model(m.start(), tasks, m.end(), m.chain("start", *ids, "end"))
    assert len(start(model, {}, now=NOW).passed) == 2002


def test_foreign_elements_and_missing_ids_are_refused():
    drawing = '<x:diagram xmlns:x="http://www.omg.org/spec/BPMN/20100524/DI"/>'
    found = refused(*PLAIN, '<x:note xmlns:x="urn:x" id="n"/>', "<bpmn:task/>", roots=drawing)
    assert found == {("unsupported-element", "n"), ("no-id", None)}


def test_empty_condition_and_default_that_does_not_exist():
    found = refused(
        m.start(),
        m.xor("x", default="gone"),
        m.end(),
        m.chain("start", "x"),
        m.flow("x", "end", " "),
    )
    assert found == {("empty-condition", "x-end"), ("unknown-default-flow", "x")}


def test_nodes_of_a_sub_process_stand_in_its_lane():
    lanes = (
        '<bpmn:laneSet id="l"><bpmn:lane id="l1" name="Oficina">'
        "<bpmn:flowNodeRef>s</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
    )
    inner = m.sub("s", m.start("s1"), m.end("s2"), m.chain("s1", "s2"))
    model = m.model(lanes, m.start(), inner, m.end(), m.chain("start", "s", "end"))
    assert model.elements["main", "s2"].lane == "Oficina"
    assert model.elements["main", "end"].lane is None


def test_comments_and_the_modelers_own_marks_change_nothing():
    marks = (
        '<modeler:note xmlns:modeler="http://camunda.org/schema/modeler/1.0"/>'
        '<zeebe:properties><zeebe:property name="state" value="OPEN"/></zeebe:properties>'
    )
    own = {"zeebe:modelerTemplate": "x", "zeebe:modelerTemplateVersion": "2"}
    task = m.node("userTask", "a", "<!-- why -->", m.extensions(marks), "<!-- why -->", **own)
    model = m.model(
        m.start(), "<!-- why -->", task, m.end(), m.chain("start", "a", "end"), "<!-- why -->"
    )
    assert start(model, {}, now=NOW).opened[0].properties == {"state": "OPEN"}
