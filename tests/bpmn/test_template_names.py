"""Misspelt names in templates are told at their line."""

from bpmn.checks import check, template_names
from bpmn.checks.subject import Subject
from bpmn.package import Finding, Severity, read_folder
from bpmn.versions.shelf import INTERNAL, PROCEDURES, SHARED, folder_paths, shelf_library
from tests.bpmn.samples import edited

PATH = "documents/constancia.typ"


def _found(old: str, new: str) -> list[Finding]:
    return [one for one in check(edited(PATH, old, new), {}) if one.file == PATH]


def test_a_function_that_no_library_has_is_a_warning_with_the_nearest_one():
    (found,) = _found("#panel-firma()", "#panel-firmas()")
    assert (found.code, found.severity) == ("template-name-unknown", Severity.WARNING)
    assert (found.element, found.remedy) == ("línea 9", "¿Quiso decir «panel-firma»?")


def test_data_that_nobody_writes_are_a_warning_with_the_nearest_name():
    (found,) = _found('dato("answers.sessions")', 'dato("answers.sesions")')
    assert (found.code, found.element) == ("name-unknown", "línea 7")
    assert "«sesions»" in found.message
    assert found.remedy == "¿Quiso decir «sessions»?"
    (found,) = _found('dato("answers.sessions")', 'dato("ansers.sessions")')
    assert found.remedy == "¿Quiso decir «answers»?"


def test_no_template_of_the_shelf_uses_what_is_not_there():
    library = shelf_library(SHARED)
    paths = [path for root in (PROCEDURES, INTERNAL, SHARED) for path in folder_paths(root)]
    subjects = [Subject(read_folder(path), library, None, None) for path in paths]
    assert {s.folder.slug: f for s in subjects for f in template_names.findings(s)} == {}
