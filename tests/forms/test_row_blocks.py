"""Long lists open row by row, short ones stand whole, and each row is named in the singular."""

import pytest

from forms.schema import row_title, unrolled
from tests.forms.test_forms import component, post, schema


def list_of(rows: int, label: str = "Vecinos"):
    return {
        "type": "dynamiclist",
        "path": "vecinos",
        "label": label,
        "properties": {"rows": str(rows)},
        "components": [component("textfield", "nombre")],
    }


def test_of_a_long_list_one_row_is_open_and_the_others_wait_one_in_another() -> None:
    page = str(post(list_of(5)))

    assert page.count("<details") == 4
    assert page.index('name="vecinos.0.nombre"') < page.index("<details")
    assert page.index("Agregar: Vecino 2") < page.index('name="vecinos.1.nombre"')


def test_a_row_with_something_in_it_is_open_with_those_before_it() -> None:
    page = str(post(list_of(5), vecinos__2__nombre="Ana"))

    assert page.count("<details") == 2
    assert page.index('name="vecinos.2.nombre"') < page.index("<details")


def test_a_short_list_stands_whole() -> None:
    assert "<details" not in str(post(list_of(2)))


@pytest.mark.parametrize(
    ("label", "title"),
    [
        ("Vecinos colindantes", "Vecino colindante 2"),
        ("Bienes que denuncia", "Bien que denuncia 2"),
        ("Obligaciones que quiere pagar en cuotas", "Obligación que quiere pagar en cuotas 2"),
        ("Fechas y horas", "Fecha y hora 2"),
        ("Recibos del pago", "Recibo del pago 2"),
        ("Boletería", "Boletería 2"),
        ("Lugares donde pondrá mesas", "Lugar donde pondrá mesas 2"),
    ],
    ids=["both-words", "es", "ciones", "joined", "of-something", "singular", "where"],
)
def test_a_row_is_named_in_the_singular(label, title) -> None:
    (one,) = unrolled(schema(list_of(2, label)).components)

    assert row_title(one, 2) == title
