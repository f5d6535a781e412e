import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.web.pages import visit
from web.accounts.models import User

pytestmark = pytest.mark.django_db

PERSON = {
    "Nombres": "Ana María",
    "Apellidos": "Pérez",
    "Número de documento": "52.000.123",
    "Correo electrónico": "ana@correo.test",
    "Contraseña": "jardin-azul-8841",
    "Repita la contraseña": "jardin-azul-8841",
}


def _sign_up(client, **changes):
    return visit(client, reverse("account_signup")).press(
        client, "Crear cuenta", {**PERSON, **changes}
    )


def test_a_citizen_opens_an_account_and_lands_in_their_cases(client):
    page = _sign_up(client)
    assert page.title == "Mis trámites"
    user = User.objects.get(email="ana@correo.test")
    assert (user.doc_type, user.doc_number) == ("CC", "52000123")
    assert (user.first_name, user.last_name) == ("Ana María", "Pérez")


@pytest.mark.parametrize(
    ("label", "value"),
    [("Número de documento", "12"), ("Repita la contraseña", "otra-8841"), ("Nombres", "")],
    ids=["document", "passwords", "name"],
)
def test_a_wrong_field_is_named_and_the_rest_is_kept(client, label, value):
    page = _sign_up(client, **{label: value})
    field = page.control(label)
    links = page.tree.xpath("//*[contains(@class,'resumen-errores')]//a/@href")
    assert f"#{field.get('id')}" in links
    assert field.get("aria-invalid") == "true"
    assert page.control("Apellidos").get("value") == "Pérez"
    assert not User.objects.exists()


def test_one_document_has_one_account(client, citizen):
    page = _sign_up(client, **{"Número de documento": citizen.doc_number})
    assert "Ya hay una cuenta con este documento" in page.text
    assert User.objects.count() == 1


def test_a_wrong_password_says_so_and_keeps_the_address(client, citizen):
    page = visit(client, reverse("account_login")).press(
        client, "Ingresar", {"Correo electrónico": citizen.email, "Contraseña": "mala"}
    )
    assert page.title == "Ingresar"
    assert page.tree.xpath("//*[contains(@class,'resumen-errores')]")
    assert page.control("Correo electrónico").get("value") == citizen.email


def test_whoever_holds_a_role_lands_in_the_inbox(client, citizen):
    citizen.groups.add(Group.objects.create(name="secretario-gobierno"))
    client.force_login(citizen)
    answer = client.get(reverse("account_destination"))
    assert answer["Location"] == reverse("officials:inbox")


def test_a_citizen_lands_in_their_cases(client, citizen):
    client.force_login(citizen)
    answer = client.get(reverse("account_destination"))
    assert answer["Location"] == reverse("citizens:my_cases")
