"""Every row of every decision table has a case, and answers as the case says (inventory, Appendix 2)."""

from pathlib import Path

import pytest

from engine.rehearsal.coverage import covered
from tests.procedures.decision_cases import (
    FILES,
    as_stated,
    cases_in,
    decided,
    fired,
    folder_of,
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_case_is_decided_as_written(file: Path) -> None:
    folder = folder_of(file)
    for case in cases_in(file):
        outcome = decided(folder, case)
        asked = (case.decision, case.inputs)
        assert outcome.problems == (), asked
        assert as_stated(outcome.value, case.output) == case.output, asked
        assert tuple(row.number for row in outcome.fired) == case.rows, asked


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_row_has_a_case(file: Path) -> None:
    silent = covered([folder_of(file)], fired(file)).silent

    assert [(row.table_id, row.number) for row in silent] == []
