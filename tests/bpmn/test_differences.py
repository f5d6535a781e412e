"""What an editor writes or leaves out of itself is no difference that a reviewer has to read."""

import json

from bpmn.versions._flow_difference import flow_changes
from bpmn.versions._form_difference import form_changes

_CALL = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"><process id="p"><callActivity id="c" name="Cerrar">
 <extensionElements><zeebe:calledElement processId="x" {}/></extensionElements></callActivity></process></definitions>"""


def test_a_default_of_the_format_is_the_same_said_or_not() -> None:
    said = _CALL.format('propagateAllParentVariables="true"').encode()
    unsaid = _CALL.format("").encode()
    other = _CALL.format('propagateAllParentVariables="false"').encode()

    assert flow_changes(said, unsaid) == ()
    assert flow_changes(unsaid, said) == ()
    assert [one.id for one in flow_changes(said, other)] == ["c"]


def test_what_the_form_editor_adds_to_a_list_is_no_change() -> None:
    rows = {"type": "dynamiclist", "id": "L", "path": "rows", "components": []}
    before = json.dumps({"components": [rows]}).encode()
    after = json.dumps({"components": [{**rows, "isRepeating": True}]}).encode()

    assert form_changes(before, after) == ()
