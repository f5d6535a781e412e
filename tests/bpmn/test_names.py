"""Misspelt names of data are told with the nearest one, and nothing else is."""

import pytest

from bpmn.checks import check, known_names, name_order, names
from bpmn.checks.jobs import common_job_types
from bpmn.checks.subject import Subject
from bpmn.package import Finding, Folder, Severity, read_folder
from bpmn.versions.shelf import INTERNAL, PROCEDURES, SHARED, folder_paths, shelf_library
from tests.bpmn.samples import documented_files, edited, folder_with


def _unknown(folder: Folder) -> list[Finding]:
    return [found for found in check(folder, {}) if found.code == "name-unknown"]


@pytest.mark.parametrize(
    ("path", "old", "new", "place", "name", "nearest"),
    [
        pytest.param("process.bpmn", '=route = "REVISAR"', '=rute = "REVISAR"', "F.06-07", "rute", "route", id="condition"),
        pytest.param("process.bpmn", '=route = "REVISAR"', '=some r in [1, 2] satisfies r = sesions', "F.06-07", "sesions", "", id="in a loop"),
        pytest.param("decisions/d-revision.dmn", "answers.sessions", "answers.sesiones", "d-revision", "sesiones", "sessions", id="input of a table"),
        pytest.param("decisions/d-revision.dmn", "sheet.parameters.jornadas_sin_revision", "sheet.parameters.jornadas_sin_revison", "tabla row 1", "jornadas_sin_revison", "jornadas_sin_revision", id="parameter in a cell"),
        pytest.param("forms/revisar.form", '"hide": "=decision != ', '"hide": "=decison != ', "reason", "decison", "decision", id="hide"),
        pytest.param("forms/revisar.form", '"requiredIf": "=decision = ', '"requiredIf": "=decison = ', "reason", "decison", "decision", id="requiredIf"),
        pytest.param("forms/revisar.form", '"components": [', '"components": [{"type": "text", "id": "dice", "text": "{{ decison }}"},', "dice", "decison", "decision", id="text of a form"),
        pytest.param("forms/inicio.form", '"check": "=held_on <=', '"check": "=heldon <=', "held_on", "heldon", "held_on", id="check of the start form"),
        pytest.param("messages/negativa.md", "{{ reason }}", "{{ reson }}", "línea 6", "reson", "reason", id="message"),
        pytest.param("messages/entrega.md", "{{ document.number }}", "{{ documento.number }}", "línea 2", "documento", "document", id="root of a message"),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_a_warning_with_the_nearest_one(path, old, new, place, name, nearest):
    found = _unknown(edited(path, old, new))
    assert {(f.file, f.element, f.severity) for f in found} == {(path, place, Severity.WARNING)}
    assert {f"«{name}»" in f.message for f in found} == {True}
    assert not nearest or {f.remedy for f in found} == {f"¿Quiso decir «{nearest}»?"}


@pytest.mark.parametrize(
    "text",
    [
        "=for w in answers.witness return w.anything",
        "={a: 1, b: a + 1}.b &gt; 0",
        "=(function(x) x + 1)(2) &gt; 0",
        "=params.version = null and entity.name != today()",
        "=errorCode = null or loopCounter = 1",
        "=term.due = null or expediente = null",
        "=completedBy.name = null",
        "=answers.sessions &gt; 2 and applicant.email != null",
    ],
)
def test_names_that_something_gives_are_not_told(text):
    folder = edited("process.bpmn", '=route = "REVISAR"', text)
    assert [f for f in _unknown(folder) if "witness" not in f.message] == []


@pytest.mark.parametrize(
    ("datum", "text", "name", "nearest"),
    [
        pytest.param("answers", "answers.sesions", "sesions", "sessions", id="entry"),
        pytest.param("ansers", "ansers.sessions", "ansers", "answers", id="root"),
        pytest.param("answers", "answers.sessions", "", "", id="right"),
    ],
)
def test_declared_input_data_are_variables_of_the_case(datum, text, name, nearest):
    _, files = documented_files()
    table = files["decisions/d-revision.dmn"].decode()
    declared = (
        f'<inputData id="dato" name="{datum}"><variable name="{datum}" /></inputData>\n  <decision '
    )
    required = (
        '<informationRequirement id="r"><requiredInput href="#dato" /></informationRequirement>'
    )
    table = table.replace("<decision ", declared).replace(
        "<decisionTable", f"{required}<decisionTable"
    )
    table = table.replace("answers.sessions", text).replace(
        "sheet.parameters.jornadas_sin_revision", "1"
    )
    found = _unknown(folder_with({"decisions/d-revision.dmn": table.encode()}))
    assert [f"«{name}»" in f.message for f in found] == [True] * bool(name)
    assert not name or found[0].remedy == f"¿Quiso decir «{nearest}»?"


@pytest.mark.parametrize(
    "form", [None, b"{", b'{"components": []}'], ids=["missing", "cut", "empty"]
)
def test_nothing_is_told_as_long_as_a_form_cannot_be_read(form):
    assert _unknown(folder_with({"forms/revisar.form": form})) == []


def test_what_a_scenario_brings_by_a_message_is_known():
    _, files = documented_files()
    body = files["scenarios/ca-e2.yaml"].replace(
        b"steps:\n", b"steps:\n  - message: msg.aviso\n    variables: {heard: true}\n"
    )
    process = files["process.bpmn"].replace(b'=route = "REVISAR"', b"=heard = true")
    folder = folder_with({"scenarios/ca-e2.yaml": body, "process.bpmn": process})
    assert _unknown(folder) == []
    assert [f.remedy for f in _unknown(folder_with({"process.bpmn": process}))]


def test_nothing_on_the_shelf_reads_what_nobody_writes():
    library = shelf_library(SHARED)
    paths = [path for root in (PROCEDURES, INTERNAL, SHARED) for path in folder_paths(root)]
    subjects = [Subject(read_folder(path), library, None, None) for path in paths]
    assert {s.folder.slug: f for s in subjects for f in names.findings(s)} == {}
    assert {s.folder.slug: f for s in subjects for f in name_order.findings(s)} == {}


def test_every_job_type_with_leaves_is_one():
    assert set(known_names.job_leaves()) <= set(common_job_types())
