"""Rows of a list that nobody has to fill in: blank they are no answer, begun they are asked in full."""

import json
from datetime import date

import pytest

from forms.fields import read_answers
from forms.schema import load_form

TODAY = date(2026, 11, 20)


def _form(least: int):
    name, amount = (
        {"type": "textfield", "id": key, "key": key, "label": key, "validate": {"required": True}}
        for key in ("nombre", "monto")
    )
    rows = {
        "type": "dynamiclist",
        "id": "filas",
        "path": "filas",
        "label": "Filas",
        "defaultRepetitions": least,
        "properties": {"rows": "3"},
        "components": [name, amount],
    }
    whole = {"type": "default", "id": "f", "schemaVersion": 16, "components": [rows]}
    return load_form(json.dumps(whole).encode(), includes=lambda _name: None)


def _read(least: int, rows: list[dict[str, str]]):
    return read_answers(_form(least), {"filas": rows}, context={}, today=TODAY, owner_id=None)


@pytest.mark.parametrize("rows", [[], [{"nombre": "a", "monto": "1"}]])
def test_blank_rows_are_no_answer(rows) -> None:
    answers, errors = _read(0, rows)
    assert errors == {}
    assert (answers.get("filas") or []) == rows


def test_a_row_that_was_begun_is_asked_in_full() -> None:
    _, errors = _read(0, [{"nombre": "a"}])
    assert list(errors) == ["filas.0.monto"]


def test_the_first_rows_may_have_to_be_filled_in() -> None:
    _, errors = _read(1, [])
    assert sorted(errors) == ["filas.0.monto", "filas.0.nombre"]
