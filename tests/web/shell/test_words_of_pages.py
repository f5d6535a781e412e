"""What pages say without the words of whoever programmed them: lists, signatures, days, kinds of things."""

from datetime import date

import pytest
from django.template.loader import render_to_string

from bpmn.checks.model_words import sentence
from bpmn.versions.difference import difference
from web.parameters.templatetags.valores import sin_marca
from web.shell.templatetags.fechas import fecha_breve
from web.shell.templatetags.personas import persona

NBSP = "\N{NO-BREAK SPACE}"


def test_a_value_of_several_is_read_with_commas() -> None:
    told = render_to_string("parameters/_value.html", {"valor": ("uno@a.test", "dos@a.test")})

    assert told.strip() == "uno@a.test, dos@a.test"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Inventario C.4 [param]", "Inventario C.4"),
        ("[param] de la entidad", ""),
        ("[param] de la entidad: primera respuesta", "primera respuesta"),
        ("Ley 1755 de 2015", "Ley 1755 de 2015"),
    ],
)
def test_the_mark_of_what_an_entity_sets_is_not_read(written, read) -> None:
    assert sin_marca(written) == read


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("Iván Caicedo (cuenta 4)", "Iván Caicedo"),
        ("Iván Caicedo", "Iván Caicedo"),
        ("shelf", "Vino con el programa"),
    ],
)
def test_who_wrote_something_is_read_by_name(kept, read) -> None:
    assert persona(kept) == read


def test_a_short_day_never_breaks_in_the_middle() -> None:
    assert fecha_breve(date(2026, 11, 26)) == f"26{NBSP}nov{NBSP}2026"


def test_a_finding_names_the_kind_of_an_element_in_words() -> None:
    message, _remedy = sentence("no-such-code", "userTask")

    assert "Tarea de una persona" in message


def test_a_changed_field_says_in_words_of_which_kind_it_is() -> None:
    def form(kind: str) -> dict[str, bytes]:
        field = f'{{"type": "{kind}", "key": "a", "label": "A"}}'
        return {"forms/inicio.form": f'{{"components": [{field}]}}'.encode()}

    changed = difference(form("textfield"), form("textarea"), pins=({}, {})).forms[0].changes[0]

    assert changed.what == "Campo de texto largo"
    assert [(one.before, one.after) for one in changed.details] == [
        ("Campo de texto", "Campo de texto largo")
    ]
