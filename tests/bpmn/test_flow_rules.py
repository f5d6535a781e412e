"""What a procedure's flow needs beyond what runs, what is only advised against, and what it names."""

import pytest

from bpmn.checks import check
from bpmn.package import Finding, Folder, Severity
from bpmn.package.diagram import DiagramRefused, read_diagram
from tests.bpmn.samples import documented_files, folder_with, one_task, shared_folder
from tests.engine import flows as f

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="urn:x">"""
BEGIN = (f.start("s"), f.number(), f.end())


def _process(*inside: str, beside: str = "") -> bytes:
    slug, _ = documented_files()
    process = f'<bpmn:process id="{slug}" isExecutable="true">{"".join(inside)}</bpmn:process>'
    return f"{HEAD}{beside}{process}</bpmn:definitions>".encode()


def _folder(*inside: str, beside: str = "") -> Folder:
    scenarios = {path: None for path in documented_files()[1] if path.startswith("scenarios/")}
    return folder_with({"process.bpmn": _process(*inside, beside=beside), **scenarios})


def _found(*inside: str, beside: str = "", library=None) -> dict[tuple[str, str], Finding]:
    found = check(_folder(*inside, beside=beside), library or {})
    beside_the_flow = ("scenario-none", "process-not-drawn")
    return {(x.code, x.element): x for x in found if x.code not in beside_the_flow}


def _property(name: str, value: str) -> str:
    return (
        "<bpmn:extensionElements><zeebe:properties>"
        f'<zeebe:property name="{name}" value="{value}" />'
        "</zeebe:properties></bpmn:extensionElements>"
    )


def test_a_small_flow_has_nothing_to_mend():
    assert _found(*BEGIN, f.path("s", "numera", "fin")) == {}


@pytest.mark.parametrize(
    ("inside", "beside", "code", "element", "severity"),
    [
        pytest.param(
            (f.start("s"), f.number(), f.path("s", "numera")), "",
            "model-no-end-event", "", Severity.ERROR, id="no end",
        ),
        pytest.param(
            (*BEGIN, f.user("u"), f.path("s", "numera", "fin"), f.path("numera", "u")), "",
            "model-no-outgoing-flow", "u", Severity.ERROR, id="dead end",
        ),
        pytest.param(
            (*BEGIN, f.catch("c", f.on_message()), f.path("s", "numera", "c", "fin")),
            f.message("m.x", key=""),
            "model-message-without-key", "c", Severity.ERROR, id="caught without key",
        ),
        pytest.param(
            (*BEGIN, f.throw("t", f.on_message()), f.path("s", "numera", "t", "fin")),
            f.message("m.x", key=""),
            "model-message-without-key", "t", Severity.WARNING, id="thrown without key",
        ),
        pytest.param(
            (
                *BEGIN, f.throw("t", '<bpmn:escalationEventDefinition escalationRef="e" />'),
                f.path("s", "numera", "t", "fin"),
            ),
            '<bpmn:escalation id="e" escalationCode="esc.jefe" />',
            "model-escalation-without-catcher", "t", Severity.WARNING, id="escalation",
        ),
        pytest.param(
            (f.start("s", f.on_message()), f.number(), f.end(), f.path("s", "numera", "fin")),
            f.message("m.x", key=""),
            "model-no-plain-start", "", Severity.WARNING, id="nobody files",
        ),
        pytest.param(
            (
                *BEGIN, f.start("s2", "<bpmn:conditionalEventDefinition>"
                "<bpmn:condition>=true</bpmn:condition></bpmn:conditionalEventDefinition>"),
                f.path("s", "numera", "fin"), f.path("s2", "numera"),
            ),
            "",
            "model-conditional-start", "s2", Severity.WARNING, id="conditional start",
        ),
        pytest.param(
            (*BEGIN, f.start("s2", f.every("R/P1D")), f.path("s", "numera", "fin"), f.path("s2", "fin")),
            "",
            "numbering-first", "fin", Severity.ERROR, id="second start does not number",
        ),
        pytest.param(
            (*BEGIN, f.catch("c", f.after("15 DH")), f.path("s", "numera", "c", "fin")), "",
            "model-timer-unreadable", "c", Severity.ERROR, id="term on the wall clock",
        ),
        pytest.param(
            (
                *BEGIN, f.catch("c", _property("clock", "case") + f.every("R/P1D")),
                f.path("s", "numera", "c", "fin"),
            ),
            "",
            "model-case-clock-without-duration", "c", Severity.ERROR, id="cycle on the case's clock",
        ),
        pytest.param(
            (*BEGIN, f.service("t", "case.numbre"), f.path("s", "numera", "t", "fin")), "",
            "job-unknown", "t", Severity.ERROR, id="job of a task",
        ),
        pytest.param(
            (
                f.start("s"), f.number(), f.path("s", "numera", "fin"),
                f.end("fin", "<bpmn:extensionElements><zeebe:taskDefinition type='x' />"
                "</bpmn:extensionElements><bpmn:messageEventDefinition />"),
            ),
            "",
            "job-unknown", "fin", Severity.ERROR, id="job of an end event",
        ),
        pytest.param(
            (
                f.start("s"), f.number(), f.path("s", "numera", "fin"),
                f.end("fin", "<bpmn:extensionElements><zeebe:taskDefinition type='message.send' />"
                "<zeebe:taskHeaders><zeebe:header key='message' value='otro' /></zeebe:taskHeaders>"
                "</bpmn:extensionElements><bpmn:messageEventDefinition />"),
            ),
            "",
            "message-unknown", "fin", Severity.ERROR, id="message of an end event",
        ),
        pytest.param(
            (
                *BEGIN, f.throw("t", _property("timeToLive", "un mes") + f.on_message()),
                f.path("s", "numera", "t", "fin"),
            ),
            f.message("m.x"),
            "property-not-time", "t", Severity.ERROR, id="time to live",
        ),
        pytest.param(
            (
                *BEGIN, f.catch("c", _property("timeToLive", "P1D") + f.on_message()),
                f.path("s", "numera", "c", "fin"),
            ),
            f.message("m.x"),
            "property-without-effect", "c", Severity.WARNING, id="time to live of a caught message",
        ),
        pytest.param(
            (*BEGIN, f.service("t", "case.term", deadline="pronto"), f.path("s", "numera", "t", "fin")),
            "",
            "property-not-time", "t", Severity.ERROR, id="deadline",
        ),
    ],
)  # fmt: skip
def test_a_fault_of_the_flow_is_found_at_its_place(inside, beside, code, element, severity):
    found = _found(*inside, beside=beside)
    assert (code, element) in found, list(found)
    assert found[code, element].severity is severity


@pytest.mark.parametrize(
    ("event", "text"),
    [
        ("conditionalEventDefinition", "<bpmn:condition>=1 + 1</bpmn:condition>"),
        ("timerEventDefinition", "<bpmn:timeDuration>=duraton(x)</bpmn:timeDuration>"),
    ],
    ids=["condition", "timer"],
)
def test_expressions_of_events_are_checked(event, text):
    catch = f.catch("c", f"<bpmn:{event}>{text}</bpmn:{event}>")
    found = _found(*BEGIN, catch, f.path("s", "numera", "c", "fin"))
    assert {code for code, _ in found} & {"expression-wrong-type", "expression-unknown-function"}


@pytest.mark.parametrize(
    "loop",
    [
        '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>="x"</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>',
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality><bpmn:completionCondition>=1</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics>",
        '<bpmn:standardLoopCharacteristics><bpmn:loopCondition>="x"</bpmn:loopCondition></bpmn:standardLoopCharacteristics>',
    ],
    ids=["cardinality", "completion", "loop"],
)
def test_expressions_of_loops_are_checked(loop):
    task = f.user("u").replace("</bpmn:userTask>", f"{loop}</bpmn:userTask>")
    found = _found(*BEGIN, task, f.path("s", "numera", "u", "fin"))
    assert ("expression-wrong-type", "u") in found


def test_one_process_of_several_is_executable():
    other = '<bpmn:process id="vecino"><bpmn:task id="t" /></bpmn:process>'
    assert _found(*BEGIN, f.path("s", "numera", "fin"), beside=other) == {}
    twice = _process(beside=other.replace('id="vecino"', 'id="v" isExecutable="true"'))
    with pytest.raises(DiagramRefused, match="not-one-process"):
        read_diagram(twice)


def test_a_shared_folder_may_hold_one_global_task():
    task = (
        f'{HEAD}<bpmn:globalScriptTask id="sp-x"><bpmn:extensionElements>'
        '<zeebe:script expression="=1" resultVariable="uno" />'
        "</bpmn:extensionElements></bpmn:globalScriptTask></bpmn:definitions>"
    )
    shared = shared_folder("sp-x", task.encode())
    assert [x for x in check(shared, {}) if x.severity is Severity.ERROR] == []
    call = (
        '<bpmn:callActivity id="c"><bpmn:extensionElements>'
        '<zeebe:calledElement processId="sp-x" /></bpmn:extensionElements></bpmn:callActivity>'
    )
    found = _found(*BEGIN, call, f.path("s", "numera", "c", "fin"), library={"sp-x": shared})
    assert found == {}


def test_faults_of_a_table_are_told_once_and_as_its_own():
    _, files = documented_files()
    broken = files["decisions/d-revision.dmn"].replace(b"answers.sessions", b"answers..sessions")
    found = check(folder_with({"decisions/d-revision.dmn": broken}), {})
    assert "decision-feel-syntax" in {x.code for x in found}
    assert [x for x in found if x.code == "model-feel-syntax"] == []


def test_scenarios_name_messages_and_signals_of_the_diagram():
    _, files = documented_files()
    text = files["scenarios/ca-e2.yaml"].decode()
    steps = "steps:\n  - message: m.x\n  - signal: sig.x\n"
    folder = folder_with({"scenarios/ca-e2.yaml": text.replace("steps:\n", steps).encode()})
    found = {x.element for x in check(folder, {}) if x.code == "scenario-event"}
    assert found == {"línea 9: m.x", "línea 10: sig.x"}


def test_activities_before_the_first_one_are_passed_over():
    after = (
        f.start("s"),
        '<bpmn:subProcess id="e" triggeredByEvent="true">',
        f.start("s1", f.on_message()) + f.end("e1") + f.path("s1", "e1"),
        "</bpmn:subProcess>",
        '<bpmn:parallelGateway id="g" />',
        f.number(),
        f.user("u"),
        f.end(),
        f.path("s", "g", "numera", "fin"),
        f.path("g", "u", "fin"),
    )
    diagram = read_diagram(_process(*after, beside=f.message("m.x")))
    assert {x.id for x in diagram.first_activities()} == {"numera", "u"}
    assert [x.scope for x in diagram.elements if x.id == "s1"] == ["e"]
    assert read_diagram(one_task("x", "y")).first_activities()[0].id == "numera"
