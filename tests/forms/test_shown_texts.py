"""Texts of a form with `{{ FEEL }}`: what was answered and what the case knows, as people read it."""

from decimal import Decimal

import pytest

from forms.errors import FormRefused
from forms.fields import summarise
from tests.forms.test_forms import component, post, schema

TOTAL = {
    "type": "text",
    "id": "total",
    "text": "Área: **{{ sum(for p in places return p.length * p.width) }} m²** en {{entity.municipality}}",
}
PLACES = {
    "type": "dynamiclist",
    "path": "places",
    "label": "Lugares",
    "properties": {"rows": "2"},
    "components": [
        component("number", "length", decimalDigits=2),
        component("number", "width", decimalDigits=2),
        {"type": "text", "id": "own", "text": "Este lugar: {{ this.length * this.width }}."},
    ],
}


def test_a_text_says_what_was_worked_out_from_the_answers_and_the_case() -> None:
    typed = {"places.0.length": "40", "places.0.width": "30", "places.1.length": "1.5"}
    page = str(post(PLACES, TOTAL, **typed, **{"places.1.width": "1"}))

    assert "<strong>1.201,5 m²</strong> en Pasto" in page
    assert "Este lugar: 1.200." in page
    assert "Este lugar: 1,5." in page


def test_the_numbers_of_a_row_are_read_with_their_questions() -> None:
    rows = [{"length": Decimal(4), "width": Decimal("1.5")}]
    (section,) = summarise(schema(PLACES), {"places": rows})

    assert [(row.label, row.value) for row in section.rows] == [
        ("Lugar 1", "Length: 4, Width: 1,5")
    ]


def test_what_is_not_known_yet_prints_nothing() -> None:
    page = str(post(PLACES, {"type": "text", "id": "t", "text": "Se llama {{ nadie }}."}))

    assert "Se llama ." in page


def test_what_a_person_typed_is_neither_markup_nor_a_link() -> None:
    told = {"type": "text", "id": "t", "text": "Dice {{ motivo }}, [aquí](x{{ motivo }})"}
    page = str(post(component("textarea", "motivo"), told, motivo="<b>**hola**</b> {{ motivo }}"))

    assert "Dice &lt;b&gt;**hola**&lt;/b&gt; {{ motivo }}," in page
    assert '<a href="#">aquí</a>' in page


def test_a_text_that_is_no_feel_is_refused_with_its_place() -> None:
    with pytest.raises(FormRefused) as refused:
        schema({"type": "text", "id": "total", "text": "Son {{ 1 + }}"})

    (found,) = refused.value.findings
    assert (found.code, found.component) == ("bad-feel", "total")
