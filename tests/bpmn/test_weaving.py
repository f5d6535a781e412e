"""What a wrapper adds to a procedure is in its flow and in its drawing."""

from pathlib import Path

import pytest

from bpmn.apps import home_entity
from bpmn.checks import check
from bpmn.drawing import draw
from bpmn.drawing.measures import measure
from bpmn.package import Folder, errors_of, from_files, read_folder
from bpmn.package.outline import outline
from bpmn.package.weaving import weave
from bpmn.versions import shelf_library

SHARED = Path(__file__).resolve().parents[2] / "bpmn" / "shared"
SHELF = SHARED.parent / "procedures"
WRAPPED = [
    (folder, sheet.wrapper)
    for folder in sorted(SHELF.iterdir())
    if (folder / "procedure.toml").is_file() and (sheet := read_folder(folder).sheet).wrapper
]


@pytest.fixture(scope="module")
def woven() -> bytes:
    folder, wrapper = WRAPPED[0]
    process = draw((folder / "process.bpmn").read_bytes())
    return weave(process, (SHARED / wrapper / "process.bpmn").read_bytes())


def test_everything_that_the_wrapper_adds_is_drawn_in_its_place(woven) -> None:
    seen = measure(woven)

    assert seen.missing == ()
    assert seen.overlaps == ()
    assert seen.outside == ()


def test_a_woven_flow_is_told_step_by_step(woven) -> None:
    steps = outline(woven)
    folder, wrapper = WRAPPED[0]
    own = outline((folder / "process.bpmn").read_bytes())
    added = outline((SHARED / wrapper / "process.bpmn").read_bytes())

    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert {step.id for step in steps} == {step.id for step in (*own, *added)}
    assert all(step.lane for step in steps)


def _with_message(folder: Path, name: str) -> Folder:
    """A wrapped procedure that draws a message of its own under the id of the wrapper's."""
    one = read_folder(folder)
    end = b"</bpmn:definitions>"
    message = (
        f'<bpmn:message id="Message_msg_desistimiento" name="{name}"><bpmn:extensionElements>'
        '<zeebe:subscription correlationKey="=radicado" /></bpmn:extensionElements></bpmn:message>'
    )
    process = (one.process or b"").replace(end, message.encode() + end)
    return from_files(one.slug, {**one.files, "process.bpmn": process})


@pytest.mark.parametrize(
    ("name", "is_refused"),
    [("msg.otra.cosa", True), ("msg.desistimiento", False)],
    ids=["another message", "the same, repeated"],
)
def test_a_procedure_cannot_put_a_message_in_the_place_of_the_wrappers(name, is_refused) -> None:
    found = check(_with_message(WRAPPED[0][0], name), shelf_library(), entity=home_entity())

    places = {(one.code, one.element) for one in found}
    assert (("model-duplicate-id", "Message_msg_desistimiento") in places) == is_refused
    assert is_refused or not errors_of(found)
