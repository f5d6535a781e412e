"""Rows of a list: their conditions and rules see the row's own answers first."""

import pytest

from forms.errors import FormRefused
from forms.fields import SummaryRow, summarise
from tests.forms.test_forms import OPTIONS, REQUIRED, component, post, schema


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


def test_a_group_of_a_row_is_shown_asked_and_kept() -> None:
    told = component("textfield", "nota", conditional={"hide": '=this.tiene = "no"'}, **REQUIRED)
    group = {"type": "group", "id": "g", "label": "Detalle", "components": [told]}
    placed = {**group, "path": "casa", "components": [component("textfield", "barrio")]}
    form = post(
        people(KIND, group, placed),
        personas__0__tiene="no",
        personas__0__nota="viejo",
        personas__1__tiene="si",
        personas__1__nota="7",
        personas__1__casa__barrio="Centro",
    )

    assert 'name="personas.1.nota"' in str(form)
    assert 'name="personas.0.nota"' not in str(form)
    assert form.answers["personas"] == [
        {"tiene": "no", "casa": {"barrio": None}},
        {"tiene": "si", "nota": "7", "casa": {"barrio": "Centro"}},
    ]


def test_a_group_of_a_row_that_is_hidden_drops_its_answers_in_that_row_only() -> None:
    group = {
        "type": "group",
        "id": "g",
        "label": "Detalle",
        "conditional": {"hide": '=tiene = "no"'},
        "components": [component("textfield", "nota")],
    }
    form = post(
        people(KIND, group),
        personas__0__tiene="no",
        personas__0__nota="viejo",
        personas__1__tiene="si",
        personas__1__nota="7",
    )

    assert form.answers == {"personas": [{"tiene": "no"}, {"tiene": "si", "nota": "7"}]}


def test_a_text_of_a_row_is_shown_by_its_own_row() -> None:
    text = {
        "type": "text",
        "id": "t",
        "text": "Traiga el documento.",
        "conditional": {"hide": '=tiene != "si"'},
    }

    assert str(post(people(KIND, text))).count("Traiga") == 0
    assert str(post(people(KIND, text), personas__1__tiene="si")).count("Traiga") == 1


def test_a_list_in_a_row_keeps_its_rows_and_asks_in_them() -> None:
    phone = component("textfield", "telefono", conditional={"hide": '=parent.tiene = "no"'})
    inner = {
        "type": "dynamiclist",
        "id": "l",
        "path": "telefonos",
        "label": "Teléfonos",
        "properties": {"rows": "2", "requiredIf": '=tiene = "si"'},
        "components": [phone],
    }
    fields = people(KIND, inner)
    filled = post(
        fields,
        personas__0__tiene="no",
        personas__0__telefonos__0__telefono="1",
        personas__1__tiene="si",
        personas__1__telefonos__1__telefono="2",
    )

    assert filled.answers["personas"] == [
        {"tiene": "no"},
        {"tiene": "si", "telefonos": [{"telefono": "2"}]},
    ]
    assert list(post(fields, personas__1__tiene="si").errors) == ["personas.1.telefonos.0.telefono"]


def test_a_rule_of_a_row_counts_the_list_in_it() -> None:
    inner = {
        "type": "dynamiclist",
        "id": "l",
        "path": "hijos",
        "label": "Hijos",
        "properties": {"rows": "2"},
        "components": [component("textfield", "nombre")],
    }
    reason = component("textfield", "razon", properties={"requiredIf": "=count(hijos) = 1"})
    form = post(people(inner, reason), personas__1__hijos__0__nombre="Luz")

    assert list(form.errors) == ["personas.1.razon"]


def test_a_hidden_answer_of_a_row_does_not_choose_how_another_is_checked() -> None:
    kind = component(
        "select",
        "doc_type",
        values=[{"label": "Pasaporte", "value": "PA"}],
        conditional={"hide": '=tiene != "si"'},
    )
    number = component("textfield", "doc_number", properties={"validator": "docid"})
    form = post(
        people(KIND, kind, number),
        personas__0__tiene="no",
        personas__0__doc_type="PA",
        personas__0__doc_number="AB12345",
    )

    assert list(form.errors) == ["personas.0.doc_number"]


def test_two_groups_of_one_path_are_hidden_apart() -> None:
    shown = {
        "type": "group",
        "id": "g1",
        "path": "quien",
        "label": "Quién",
        "components": [component("radio", "tiene", **OPTIONS)],
    }
    hidden = {
        "type": "group",
        "id": "g2",
        "path": "quien",
        "label": "Más",
        "conditional": {"hide": '=quien.tiene != "si"'},
        "components": [component("textfield", "nota")],
    }

    assert post(shown, hidden, quien__tiene="no", quien__nota="x").answers == {
        "quien": {"tiene": "no"}
    }


def test_a_group_without_path_is_shown_by_the_answers_around_it() -> None:
    told = {
        "type": "group",
        "id": "g2",
        "label": "Más",
        "conditional": {"hide": '=tiene != "si"'},
        "components": [component("textfield", "nota")],
    }
    shown = component("radio", "tiene", **OPTIONS)
    whole = {"type": "group", "id": "g1", "path": "quien", "label": "Quién"}
    form = post({**whole, "components": [shown, told]}, quien__tiene="si", quien__nota="x")

    assert form.answers == {"quien": {"tiene": "si", "nota": "x"}}
    assert 'name="quien.nota"' in str(form)


def test_the_summary_tells_the_groups_and_lists_of_a_row() -> None:
    inner = {
        "type": "dynamiclist",
        "id": "l",
        "path": "hijos",
        "label": "Hijos",
        "components": [component("textfield", "nombre")],
    }
    group = {"type": "group", "id": "g", "path": "casa", "label": "Casa"}
    fields = people(KIND, {**group, "components": [component("textfield", "barrio")]}, inner)
    answers = {
        "personas": [{"tiene": "si", "casa": {"barrio": "Centro"}, "hijos": [{"nombre": "Luz"}]}]
    }

    assert summarise(schema(fields), answers)[0].rows == [
        SummaryRow("Persona 1", "Sí, Centro, Luz")
    ]


def test_lists_in_lists_cannot_ask_without_end() -> None:
    inner = people(component("textfield", "nombre"), rows=20)
    for _ in range(3):
        inner = people(inner, rows=20)

    with pytest.raises(FormRefused) as refused:
        schema(inner)

    assert [finding.code for finding in refused.value.findings] == ["too-many-components"]


def test_a_long_chain_of_hidden_answers_drives_nothing() -> None:
    chain = [component("radio", "p0", **OPTIONS)]
    for step in range(1, 15):
        hide = {"hide": f'=p{step - 1} != "si"'}
        chain.append(component("radio", f"p{step}", conditional=hide, **OPTIONS))
    typed = {f"p{step}": "si" for step in range(1, 15)}

    assert post(*chain, p0="no", **typed).answers == {"p0": "no"}
