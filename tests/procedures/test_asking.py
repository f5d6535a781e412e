"""Whatever a procedure asks a person to complete names the field of the form that is about it, and begins with what was filed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from bpmn.package import Folder, read_folder
from bpmn.versions import shelf_library
from bpmn.versions.shelf import procedure_paths
from forms.schema import FormSchema, load_form

_SHARED = "sp-subsanacion"
_FIELD = re.compile(r'\bfield: (?:get or else\(\w+, )?"(\w+)"')


def _of(node: etree._Element, name: str) -> Iterator[etree._Element]:
    return (one for one in node.iter("*") if etree.QName(one).localname == name)


def _asked(folder: Folder) -> Iterator[tuple[str, str]]:
    """Each expression that says what is missing, with the id of the form that answers it."""
    root = etree.fromstring(folder.process)
    for call in _of(root, "callActivity"):
        if any(one.get("processId") == _SHARED for one in _of(call, "calledElement")):
            given = {one.get("target"): one.get("source") for one in _of(call, "input")}
            form = str(given.get("correctionForm") or "correccion").strip('="')
            yield str(given["missing"]), form
            if given["missing"] == "=missing":
                kept = [one for one in _of(root, "output") if one.get("target") == "missing"]
                yield from ((str(one.get("source")), form) for one in kept)
    for holder in _of(root, "properties"):
        said = {one.get("name"): one.get("value") for one in _of(holder, "property")}
        if said.get("asks"):
            yield str(said["asks"]), str(said["actionForm"])


def _filing(folder: Folder) -> str:
    """The form that begins a case."""
    (start, *_) = _of(etree.fromstring(folder.process), "startEvent")
    return next((str(one.get("formId")) for one in _of(start, "formDefinition")), "inicio")


def _schema(folder: Folder, name: str) -> FormSchema | None:
    library = shelf_library()
    raw = folder.form(name) or library[_SHARED].form(name)
    return load_form(raw, includes=library["campos-comunes"].form) if raw else None


@pytest.mark.parametrize("path", procedure_paths(), ids=lambda path: path.name)
def test_a_field_that_asks_again_for_what_was_filed_begins_with_it(path: Path) -> None:
    folder = read_folder(path)
    filing = _schema(folder, _filing(folder))
    filed = {leaf.path: leaf.label for leaf in filing.leaves()} if filing else {}
    forms = {name: _schema(folder, name) for _, name in _asked(folder)}
    empty = [
        f"{name}: {'.'.join(leaf.path)} is «{leaf.label}» of the filing under another name"
        for name, schema in forms.items()
        for leaf in (schema.leaves() if schema else ())
        if leaf.path not in filed and leaf.prefill is None and leaf.label in filed.values()
    ]
    assert empty == []


@pytest.mark.parametrize("path", procedure_paths(), ids=lambda path: path.name)
def test_what_is_asked_names_a_field_of_the_form_that_answers_it(path: Path) -> None:
    folder, library = read_folder(path), shelf_library()
    for text, name in _asked(folder):
        items = len(re.findall(r"\btext: ", text))
        assert len(re.findall(r"\bfield: ", text)) == items, text
        raw = folder.form(name) or library[_SHARED].form(name)
        schema = load_form(raw, includes=library["campos-comunes"].form)
        keys = {leaf.key for leaf in schema.leaves()} | set(schema.by_name)
        assert set(_FIELD.findall(text)) <= keys, text
