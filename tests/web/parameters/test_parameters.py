"""Dated values and closed days, as the people who answer for them enter them."""

from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from bpmn import parameters
from bpmn.parameters import ParameterRefused
from bpmn.parameters.recording import read_value
from engine import runtime
from engine.commands import clock, follow_calendar
from engine.models import Case, Timer
from tests.engine import cases, folders
from tests.engine.runtime import models
from web.accounts.models import User

pytestmark = pytest.mark.django_db
UVT = "/administracion/parametros/UVT/"
CALENDAR = "/administracion/parametros/calendario/"


@pytest.fixture(autouse=True)
def _friday():
    with clock.lend(lambda: cases.FRIDAY):
        yield


@pytest.fixture
def desk(client):
    """A browser in which somebody of a role is signed in."""

    def sign_in(*groups: str):
        folders.person("quien@demo.test", *groups)
        client.force_login(User.objects.get(email="quien@demo.test"))
        return client

    return sign_in


def _enter(page, value: str, since: str = "2027-01-01"):
    given = {"valor": value, "desde": since, "fuente": "Resolución DIAN de 2026", "motivo": ""}
    return page.post(UVT, given)


def test_a_value_counts_from_its_day_on_and_the_earlier_one_stays(desk) -> None:
    page = desk("secretario-hacienda")
    assert _enter(page, "55.000").status_code == 302

    before = parameters.values_on("52001", date(2026, 12, 31))
    after = parameters.values_on("52001", date(2027, 1, 1))
    assert (before.values["UVT"], after.values["UVT"]) == (52374, 55000)
    assert before.version != after.version
    shown = page.get(UVT).content.decode()
    assert "55000" in shown.replace(".", "")
    assert "Resolución DIAN de 2026" in shown


def test_a_case_keeps_the_values_of_the_day_of_its_filing(desk) -> None:
    _enter(desk("secretario-hacienda"), "60000", since="2026-11-21")
    flow = (
        models.script("cobra", "=params.UVT", "tarifa"), folders.task("revisa"), models.end(),
        models.chain(folders.LAST, "cobra", "revisa", "end"),
    )  # fmt: skip
    folders.publish(*flow)
    case = folders.file()

    assert runtime.root_variables(bytes(case.frozen))["tarifa"] == 52374


@pytest.mark.parametrize("wrong", ["mucho", "", "1e99", "NaN"])
def test_what_is_no_number_is_told_beside_the_field(desk, wrong) -> None:
    page = _enter(desk("sistemas"), wrong)
    assert page.status_code == 422
    assert "Escriba" in page.content.decode()


def test_who_does_not_answer_for_it_reads_only(desk) -> None:
    page = desk("ventanilla")
    shown = page.get(UVT)
    assert shown.status_code == 200
    assert "Secretaria de Hacienda" in shown.content.decode()
    assert _enter(page, "55000").status_code == 404
    assert page.get(CALENDAR).status_code == 404


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("52.374", 52374), ("$ 1.750.905", 1750905), ("24,36", Decimal("24.36")), ("0.5", Decimal("0.5")),
        ("1.234,5", Decimal("1234.5")), ("15", 15),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(typed, value) -> None:
    assert read_value(typed, 1) == value


def test_a_text_stays_a_text_and_a_list_a_list() -> None:
    assert read_value("15 DH", "10 DH") == "15 DH"
    assert read_value("a, b", ["x"]) == ["a", "b"]
    with pytest.raises(ParameterRefused):
        read_value("quizá", True)


def test_a_day_that_is_closed_later_moves_what_has_not_expired(desk) -> None:
    folders.publish(
        folders.task("revisa"),
        models.end(),
        models.chain(folders.LAST, "revisa", "end"),
    )
    case = folders.file()
    assert case.due_on == date(2026, 12, 14)

    page = desk("sistemas")
    closing = {"dia": "2026-12-01", "cierre": "si", "fuente": "Decreto 100 de 2026"}
    assert page.post(CALENDAR, closing).status_code == 302

    case = Case.objects.get(pk=case.pk)
    assert case.due_on == date(2026, 12, 15)
    assert case.events.filter(kind="term.moved").exists()
    assert page.post(CALENDAR, closing).status_code == 422
    page.post(CALENDAR, {**closing, "cierre": "no"})
    assert Case.objects.get(pk=case.pk).due_on == date(2026, 12, 14)
    assert (follow_calendar(), Timer.objects.filter(case=case).count()) == (0, 0)


def test_a_list_of_words_is_written_as_words() -> None:
    page = render_to_string("parameters/_value.html", {"valor": ("exijo", "le pido")})

    assert page.strip() == "exijo, le pido"


def test_a_value_in_an_english_page_says_that_it_is_spanish() -> None:
    with translation.override("en"):
        page = render_to_string("parameters/_value.html", {"valor": "30 de abril"})

    assert page.strip() == '<span lang="es">30 de abril</span>'
