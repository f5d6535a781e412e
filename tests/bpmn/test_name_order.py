"""What is read before anything can have written it is told, and nothing else is."""

import pytest

from bpmn.checks import check
from bpmn.package import Finding, Severity
from tests.bpmn.samples import edited, folder_with


def _early(folder) -> list[Finding]:
    return [found for found in check(folder, {}) if found.code == "name-too-early"]


def _given(element: str, text: str):
    """The example in which an element is given a value that this expression makes."""
    flow = folder_with().files["process.bpmn"].decode()
    start = flow.index(f'id="{element}"')
    mapping = f'<zeebe:ioMapping><zeebe:input source="{text}" target="kind" /></zeebe:ioMapping>'
    at = flow.index("<bpmn:extensionElements>", start) + len("<bpmn:extensionElements>")
    return folder_with({"process.bpmn": (flow[:at] + mapping + flow[at:]).encode()})


def test_what_only_a_later_element_writes_is_told_where_it_is_read():
    (found,) = _early(_given("CA.02", "=route"))
    assert (found.element, found.severity) == ("CA.02", Severity.WARNING)
    assert "«route»" in found.message


@pytest.mark.parametrize(
    ("element", "text"),
    [
        pytest.param("CA.10", "=route", id="after its writer"),
        pytest.param("CA.05", "=route", id="by its own writer"),
        pytest.param("CA.02", "=answers.sessions", id="filed"),
        pytest.param("CA.02", "=for route in [1] return route", id="a local of that name"),
    ],
)
def test_what_may_be_there_is_not_told(element, text):
    assert _early(_given(element, text)) == []


def test_a_way_back_from_the_writer_keeps_it_silent():
    looped = _given("CA.02", "=route").files["process.bpmn"].decode()
    back = '<bpmn:sequenceFlow id="F.back" sourceRef="CA.06" targetRef="CA.02" />'
    looped = looped.replace("</bpmn:process>", f"{back}</bpmn:process>")
    assert _early(folder_with({"process.bpmn": looped.encode()})) == []


def test_what_a_message_may_bring_is_not_told():
    brought = edited(
        "scenarios/ca-e1.yaml",
        "expect:",
        "steps:\n  - message: x\n    variables: {route: X}\nexpect:",
    )
    flow = _given("CA.02", "=route").files["process.bpmn"]
    assert _early(folder_with({**brought.files, "process.bpmn": flow})) == []
