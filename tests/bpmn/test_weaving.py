"""What a wrapper adds to a procedure is in its flow and in its drawing."""

from pathlib import Path

import pytest

from bpmn.drawing import draw
from bpmn.drawing.measures import measure
from bpmn.package import read_folder
from bpmn.package.outline import outline
from bpmn.package.weaving import weave

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
