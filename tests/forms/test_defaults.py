"""What a form begins with: shown as it is meant, or told to the analyst."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bpmn.checks import check
from forms.errors import FormRefused
from forms.fields import build_form
from forms.schema import load_form
from forms.schema.components import LEAVES
from tests.bpmn.samples import folder_with
from tests.forms.test_forms import CONTEXT, OPTIONS, TODAY, component, page, schema


def begins_with(kind: str, value: Any) -> dict[str, Any]:
    return component(kind, "dato", defaultValue=value, **OPTIONS)


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("number", "uno", "«uno» no es un número"),
        ("number", True, "«true» no es un número"),
        ("select", "tal vez", "«tal vez» no es una de las opciones"),
        ("radio", ["si"], "no es una de las opciones"),
        ("checklist", "si", "una lista"),
        ("checklist", [{}], "una lista"),
        ("checklist", ["si", "otra"], "una lista"),
        ("checkbox", "si", "true o false"),
        ("datetime", "31/12/2026", "AAAA-MM-DD"),
        ("datetime", "2026-02-30", "AAAA-MM-DD"),
        ("datetime", "12026-02-01", "AAAA-MM-DD"),
        ("textfield", 7, "un texto"),
        ("textarea", {}, "un texto"),
        ("filepicker", "a.pdf", "un archivo"),
    ],
)
def test_a_default_of_the_wrong_kind_is_told_with_what_to_do(kind, value, says) -> None:
    with pytest.raises(FormRefused) as refused:
        schema(begins_with(kind, value))

    (found,) = refused.value.findings
    assert (found.code, found.component) == ("bad-default", "C_dato")
    assert says in found.detail
    assert "quite «defaultValue»" in found.detail


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("number", 72.5, 'value="72,5"'),
        ("number", 0, 'value="0"'),
        ("select", "si", '<option value="si" selected>'),
        ("checklist", ["no"], 'value="no" id="id_dato_1" checked'),
        ("checkbox", True, "checked"),
        ("datetime", "2026-12-31", 'value="2026-12-31"'),
        ("textarea", "Hola", "Hola</textarea>"),
    ],
)
def test_a_default_of_the_right_kind_is_shown(kind, value, shown) -> None:
    form = build_form(schema(begins_with(kind, value)), context=CONTEXT, owner_id=None, today=TODAY)

    assert shown in str(form)


def test_a_default_that_is_a_number_chooses_the_option_of_that_number() -> None:
    field = component("select", "dato", defaultValue=2, values=[{"label": "Dos", "value": 2}])
    form = build_form(schema(field), context=CONTEXT, owner_id=None, today=TODAY)

    assert '<option value="2" selected>' in str(form)


def test_choices_without_options_are_told_once() -> None:
    with pytest.raises(FormRefused) as refused:
        schema(component("select", "dato", defaultValue="si"))

    assert [found.code for found in refused.value.findings] == ["no-options"]


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@pytest.mark.django_db
@hypothesis_settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(LEAVES)), ANY_JSON)
def test_whatever_a_form_begins_with_is_shown_or_refused(kind, value) -> None:
    try:
        read = schema(begins_with(kind, value))
    except FormRefused as refused:
        codes = {found.code for found in refused.findings}
    else:
        codes = set()
        page(build_form(read, context=CONTEXT, owner_id=None, today=TODAY))

    assert codes <= {"bad-default"}


def test_the_check_of_procedures_tells_a_wrong_default() -> None:
    raw = json.dumps({"components": [begins_with("number", "uno")]}).encode()

    (found,) = [f for f in check(folder_with({"forms/inicio.form": raw}), {}) if "bad" in f.code]
    assert (found.code, found.file) == ("form-bad-default", "forms/inicio.form")
    assert found.element == "C_dato"
    assert "«uno» no es un número: escriba sólo cifras" in found.message


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"\xff",
        b"[]",
        b'{"components": []}',
        b'{"components": [{"type": "html"}]}',
        b'{"components": [{"type": "dynamiclist"}]}',
        b'{"components": [{"type": "group", "path": "a b"}]}',
        b'{"components": [{"type": "textfield"}]}',
        b'{"components": [{"type": "textfield", "key": "a b"}]}',
        b'{"components": [{"type": "datetime", "key": "a", "subtype": "time"}]}',
        b'{"components": [{"type": "select", "key": "a", "label": "x"}]}',
        b'{"components": [{"type": "number", "key": "a", "label": "x", "validate": {"min": "z"}}]}',
        b'{"components": [{"type": "textfield", "key": "a", "label": "x", "validate": {"pattern": "("}}]}',
        b'{"components": [{"type": "textfield", "key": "a", "label": "x", "conditional": {"hide": "1"}}]}',
        b'{"components": [{"type": "textfield", "key": "a", "label": "x", "properties": {"validator": "z"}}]}',
        b'{"components": [{"type": "group", "properties": {"include": "z"}}]}',
    ],
)
def test_a_finding_says_in_spanish_what_to_do(raw) -> None:
    with pytest.raises(FormRefused) as refused:
        load_form(raw, includes={}.get)

    for found in refused.value.findings:
        words = set(re.findall(r"[a-z]+", re.sub(r"«[^»]*»", "", found.detail)))
        assert not words & {"the", "is", "it", "has", "there", "needs", "missing", "or"}
        assert ": " in found.detail


def test_a_number_of_rows_that_only_looks_like_one_is_no_number() -> None:
    rows = {
        "type": "dynamiclist",
        "path": "filas",
        "label": "Filas",
        "properties": {"rows": "²"},
        "components": [component("textfield", "nombre")],
    }

    assert schema(rows).components[0].rows == 1
