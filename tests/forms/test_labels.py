"""What a person chose, in the words of its option, at the path of its answer."""

from forms.schema import labels
from tests.forms.test_forms import OPTIONS, component, schema


def said(*components, **answers):
    return labels(schema(*components).components, answers)


def test_a_choice_is_told_by_its_label_and_what_was_typed_is_not() -> None:
    shown = said(
        component("radio", "decide", **OPTIONS),
        component("textfield", "nombre"),
        decide="si",
        nombre="Ana",
    )
    assert shown == {"decide": "Sí"}


def test_several_choices_are_a_list_of_labels() -> None:
    assert said(component("checklist", "fuentes", **OPTIONS), fuentes=["si", "no"]) == {
        "fuentes": ["Sí", "No"]
    }


def test_groups_of_one_path_and_rows_keep_their_places() -> None:
    groups = [
        {"type": "group", "path": "evento", "components": [component("radio", key, **OPTIONS)]}
        for key in ("a", "b")
    ]
    rows = {"type": "dynamiclist", "path": "filas", "components": groups[0]["components"]}
    shown = said(*groups, rows, evento={"a": "si", "b": "no"}, filas=[{"a": "no"}, {}])
    assert shown == {"evento": {"a": "Sí", "b": "No"}, "filas": [{"a": "No"}, {}]}


def test_an_option_that_is_no_longer_offered_stands_for_itself() -> None:
    assert said(component("select", "tipo", **OPTIONS), tipo="quizas") == {"tipo": "quizas"}


def test_nothing_answered_says_nothing() -> None:
    group = {
        "type": "group",
        "path": "evento",
        "components": [component("select", "tipo", **OPTIONS)],
    }
    assert said(group, evento=None) == {}
