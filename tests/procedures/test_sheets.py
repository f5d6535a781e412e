"""Every sheet of the shelf says what a person has to know before they begin."""

from pathlib import Path

import pytest

from bpmn.package import read_folder
from bpmn.versions.shelf import procedure_paths


@pytest.mark.parametrize("path", procedure_paths(), ids=lambda path: path.name)
def test_a_sheet_tells_term_law_steps_and_what_one_gets(path: Path) -> None:
    sheet = read_folder(path).sheet
    assert sheet.term is not None
    assert sheet.term.words
    assert all((sheet.legal_basis, sheet.steps, sheet.result, sheet.audience, sheet.purpose))
