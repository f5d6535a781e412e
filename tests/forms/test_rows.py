"""Rows of a list: their conditions and rules see the row's own answers first."""

import pytest

from tests.forms.test_forms import OPTIONS, REQUIRED, component, post


def people(*children, rows: int = 2):
    return {
        "type": "dynamiclist",
        "path": "personas",
        "label": "Personas",
        "properties": {"rows": str(rows)},
        "components": list(children),
    }


KIND = component("radio", "tiene", **OPTIONS)
NUMBER = component("textfield", "numero", conditional={"hide": '=tiene != "si"'}, **REQUIRED)


def test_an_answer_of_a_row_is_hidden_by_its_own_row() -> None:
    form = post(
        people(KIND, NUMBER),
        personas__0__tiene="no",
        personas__0__numero="viejo",
        personas__1__tiene="si",
        personas__1__numero="7",
    )

    assert form.answers == {"personas": [{"tiene": "no"}, {"tiene": "si", "numero": "7"}]}
    assert 'name="personas.0.numero"' not in str(form)
    assert 'name="personas.1.numero"' in str(form)


def test_an_empty_row_before_does_not_shift_the_conditions() -> None:
    form = post(people(KIND, NUMBER), personas__1__tiene="si")

    assert list(form.errors) == ["personas.1.numero"]


def test_a_rule_of_a_row_asks_its_own_row() -> None:
    reason = component("textfield", "razon", properties={"requiredIf": '=tiene = "no"'})
    form = post(people(KIND, reason), personas__1__tiene="no")

    assert list(form.errors) == ["personas.1.razon"]


@pytest.mark.parametrize(
    "condition",
    ['=this.tiene != "si"', '=parent.muestra != "si"', "=i[1] = 1"],
    ids=["this", "parent", "i"],
)
def test_a_condition_of_a_row_may_name_the_row_the_form_and_its_place(condition) -> None:
    number = component("textfield", "numero", conditional={"hide": condition})
    form = post(
        component("radio", "muestra", **OPTIONS),
        people(KIND, number),
        muestra="no",
        personas__0__tiene="no",
        personas__0__numero="1",
        personas__1__tiene="si",
    )

    assert "numero" not in form.answers["personas"][0]


def test_an_answer_of_the_form_is_seen_from_a_row() -> None:
    number = component("textfield", "numero", conditional={"hide": '=muestra != "si"'})
    shown = component("radio", "muestra", **OPTIONS)

    assert post(shown, people(number), muestra="si", personas__0__numero="1").answers == {
        "muestra": "si",
        "personas": [{"numero": "1"}],
    }
    assert "personas.0.numero" not in post(shown, people(number), muestra="no").fields


def test_what_is_typed_twice_is_not_compared_while_the_first_is_wrong() -> None:
    fields = (
        component("textfield", "correo", validate={"validationType": "email"}),
        component("textfield", "correo2", properties={"confirm": "correo"}),
    )

    assert list(post(*fields, correo="a@", correo2="a@b.co").errors) == ["correo"]
