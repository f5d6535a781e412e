"""What a call gives to a shared process is what that process lists."""

from bpmn.checks import check
from bpmn.package import Finding, Folder, Severity, from_files
from tests.bpmn.samples import edited, folder_with, one_task

_TASK = '<bpmn:serviceTask id="CA.04"'
SHARED = """slug = "sp-x"
kind = "shared"
official_name = "X"
purpose = "X"
inputs = ["documentKind", "mode (sello o firma)", "signDue (opcional)", "applicant"]
"""


def _library() -> dict[str, Folder]:
    files = {"subprocess.toml": SHARED.encode(), "process.bpmn": one_task("sp-x", "case.term")}
    return {"sp-x": from_files("sp-x", files)}


def _calling(inputs: str, attributes: str = "") -> list[Finding]:
    """Findings about the example with a call in the place of the task that opens the expediente."""
    text = folder_with().files["process.bpmn"].decode()
    start = text.index(_TASK)
    end = text.index("</bpmn:serviceTask>", start)
    flows = text[text.index("<bpmn:incoming>", start) : end]
    call = (
        '<bpmn:callActivity id="CA.04" name="X"><bpmn:extensionElements>'
        f'<zeebe:calledElement processId="sp-x" {attributes}/>'
        f"<zeebe:ioMapping>{inputs}</zeebe:ioMapping></bpmn:extensionElements>{flows}"
    )
    folder = edited(
        "process.bpmn", text[start:end] + "</bpmn:serviceTask>", f"{call}</bpmn:callActivity>"
    )
    return [found for found in check(folder, _library()) if found.code.startswith("call-")]


def _input(target: str) -> str:
    return f'<zeebe:input source="=&quot;x&quot;" target="{target}" />'


def test_what_the_process_takes_is_given_without_a_word():
    assert _calling(_input("documentKind") + _input("mode")) == []


def test_an_input_that_nobody_reads_is_a_warning_with_the_nearest_one():
    found = {f.code: f for f in _calling(_input("documentKnd") + _input("mode"))}
    unknown, missing = found["call-input-unknown"], found["call-input-missing"]
    assert (unknown.element, unknown.severity) == ("CA.04", Severity.WARNING)
    assert "«documentKnd»" in unknown.message
    assert unknown.remedy == "¿Quiso decir «documentKind»?"
    assert (missing.element, missing.severity) == ("CA.04", Severity.ERROR)
    assert "«documentKind»" in missing.message


def test_what_the_case_already_has_need_not_be_given_unless_the_call_sees_nothing():
    given = _input("documentKind") + _input("mode")
    shut = _calling(given, 'propagateAllParentVariables="false" ')
    assert [f.message for f in shut] == ["A «sp-x» le falta el dato «applicant»."]


def test_an_input_that_a_text_of_the_procedure_reads_is_taken():
    assert _calling(_input("documentKind") + _input("mode") + _input("reason")) == []
