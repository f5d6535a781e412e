"""`manage.py rehearse` tells people in words, and programs in one JSON document, whatever comes."""

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from engine.rehearsal import player
from tests.bpmn.samples import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


def _change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))


def _said(place: Path | str, **options: Any) -> tuple[str, bool]:
    out = io.StringIO()
    try:
        call_command("rehearse", str(place), stdout=out, stderr=io.StringIO(), **options)
    except CommandError:
        return out.getvalue(), False
    return out.getvalue(), True


def _result(place: Path | str, **options: Any) -> tuple[Any, bool]:
    text, is_good = _said(place, json=True, **options)
    (result,) = json.loads(text).values()
    return result, is_good


def test_a_scenario_that_fails_is_still_one_json_document(folder):
    _change(folder, "scenarios/ca-e1.yaml", "outcome: CERTIFICADO", "outcome: NEGADO")
    result, is_good = _result(folder, scenario="CA-E1")
    assert not is_good
    assert result[0]["differences"] == ["Resultado: se esperaba «NEGADO» y fue «CERTIFICADO»."]


def test_a_folder_that_cannot_be_published_is_json_with_its_findings(folder):
    _change(folder, "procedure.toml", "slug =", "slog =")
    result, is_good = _result(folder)
    assert not is_good
    assert {"file", "message", "remedy"} <= set(result["findings"][0])


@pytest.mark.parametrize(
    ("place", "options", "code"),
    [("no-hay-tal", {}, "folder-missing"), (None, {"scenario": "CA-E9"}, "scenario-missing")],
    ids=["folder", "scenario"],
)
def test_what_is_not_there_is_a_finding(folder, place, options, code):
    result, is_good = _result(place or folder, **options)
    assert not is_good
    assert [one["code"] for one in result["findings"]] == [code]


def test_where_the_case_waits_is_always_told(folder):
    done = "task: CA.07\n    answers: {decision: no-asistio, reason: No aparece en las planillas.}"
    _change(folder, "scenarios/ca-e2.yaml", done, "advance: 1 H")
    result, _ = _result(folder, scenario="CA-E2")
    assert result[0]["actual"]["waits"] == [
        {"element": "CA.07", "process": "", "kind": "item", "detail": "de secretario-gobierno"}
    ]
    text, _ = _said(folder, scenario="CA-E2")
    assert "espera en  CA.07 (tarea de secretario-gobierno)" in text


def test_a_task_where_nobody_waits_names_where_it_does(folder):
    _change(folder, "scenarios/ca-e2.yaml", "task: CA.07", "task: CA.09")
    result, _ = _result(folder, scenario="CA-E2")
    assert result[0]["differences"][0] == (
        "scenarios/ca-e2.yaml, línea 9: en «CA.09» no espera ninguna tarea. "
        "El caso espera en: CA.07 (tarea de secretario-gobierno)."
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("ca-e2", "no-asistio, reason", "nunca, reason", "Las opciones son: asistio, no-asistio."),
        ("ca-e1", "doc_type: CC", "doc_type: XX", "Las opciones son: CC, CE."),
    ],
    ids=["task", "start"],
)  # fmt: skip
def test_an_answer_that_is_no_option_names_the_options(folder, file, old, new, told):
    _change(folder, f"scenarios/{file}.yaml", old, new)
    result, _ = _result(folder, scenario=file.upper())
    assert told in result[0]["differences"][0]


def test_a_fault_of_the_program_is_the_scenarios_result_without_a_traceback(
    folder, monkeypatch, caplog
):
    def fail(*_: object) -> None:
        raise RuntimeError("imprevisto")

    monkeypatch.setattr(player.Player, "play", fail)
    result, is_good = _result(folder)
    assert not is_good
    assert all("RuntimeError: imprevisto" in one["differences"][0] for one in result)
    assert caplog.text == ""


def test_a_zip_is_rehearsed_as_its_folder(folder, tmp_path):
    zipped = shutil.make_archive(str(tmp_path / "otro"), "zip", tmp_path, folder.name)
    result, is_good = _result(zipped, scenario="CA-E1")
    assert is_good
    assert result[0]["passed"]
