"""A folder whose form takes several files in one field: its scenarios, its names, its differences."""

import json

import pytest

from bpmn.package.scenarios import read_scenario
from bpmn.package.sheet import Sheet
from bpmn.versions._form_difference import form_changes
from bpmn.vocabulary import names
from engine.queries.requirements import AskedItem, marked
from forms.schema import load_form
from tests.bpmn.samples import folder_with

FIELD = {"type": "filepicker", "key": "photos", "label": "Fotos"}
SCENARIO = (
    'id: E1\ntitle: "Uno"\nnow: 2026-11-20T09:00:00-05:00\nfiles: {files}\nexpect: {{path: []}}\n'
)


def form(**more) -> bytes:
    return json.dumps({"components": [{**FIELD, **more}]}).encode()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("{photos: a.jpg}", {"photos": "a.jpg"}),
        ("{photos: [a.jpg, b.jpg]}", {"photos": ("a.jpg", "b.jpg")}),
        ("{photos: [a.jpg]}", {"photos": ("a.jpg",)}),
    ],
)
def test_a_scenario_names_one_file_or_several(written, read) -> None:
    scenario, findings = read_scenario("e1.yaml", SCENARIO.format(files=written).encode())
    assert findings == ()
    assert dict(scenario.files) == read


@pytest.mark.parametrize("written", ["{photos: [a.jpg, 7]}", "{photos: []}", "{photos: [../a]}"])
def test_a_scenario_that_names_no_file_is_told(written) -> None:
    _, findings = read_scenario("e1.yaml", SCENARIO.format(files=written).encode())
    assert "No es un nombre de archivo." in [finding.message for finding in findings]


def test_the_name_is_a_list_for_who_writes_feel() -> None:
    folder = folder_with({"forms/inicio.form": form(multiple=True)})
    assert isinstance(folder.sheet, Sheet)
    found = {one.name: one for one in names(folder.files, folder.sheet, lambda _name: None)}
    (photos,) = found["answers"].entries
    assert (photos.name, photos.type) == ("photos", "list<context>")


def test_what_changes_is_told_in_words() -> None:
    (change,) = form_changes(form(), form(multiple=True, properties={"maxFiles": "3"}))
    assert {(detail.label, detail.after) for detail in change.details} == {
        ("Recibe varios archivos", "sí"),
        ("Archivos como máximo", "3"),
    }


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (["a.jpg"], "Borrosa. Antes adjuntó «a.jpg»: envíe uno nuevo."),
        (["a.jpg", "b.jpg"], "Borrosa. Antes adjuntó «a.jpg», «b.jpg»: envíelos de nuevo."),
    ],
)
def test_files_that_are_asked_for_again_are_named(before, told) -> None:
    schema = load_form(form(multiple=True), includes={}.get)
    item = AskedItem(text="Borrosa.", basis="", field="photos")
    (field,) = marked(schema, [item], {"photos": before}).components
    assert field.asked == told
