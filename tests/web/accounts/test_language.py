"""The account keeps the language that its person chose: on another device, and in what is sent to them."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.web.accounts.test_accounts import PERSON
from tests.web.pages import visit
from web.accounts.models import User

pytestmark = pytest.mark.django_db


def _choose(client: Client, language: str) -> None:
    client.post(reverse("set_language"), {"language": language, "next": "/"})


def _language(client: Client) -> str:
    return client.get(reverse("citizens:home")).headers["Content-Language"]


def _sign_in(client: Client, person: User) -> None:
    fields = {"login": person.email, "password": "clave-larga-8841"}
    client.post(reverse("account_login"), fields)


@pytest.fixture
def device():
    return Client()


def test_a_choice_is_there_on_another_device_and_after_a_change_too(client, citizen, device):
    client.force_login(citizen)
    device.force_login(citizen)
    for chosen in ("en", "es-co", "en"):
        _choose(client, chosen)
        assert _language(device) == chosen


def test_the_account_counts_more_than_what_somebody_chose_in_this_browser(client, citizen):
    citizen.language = "es-co"
    citizen.save()
    client.cookies["django_language"] = "en"
    assert _language(client) == "en"
    client.force_login(citizen)
    assert _language(client) == "es-co"


def test_what_was_chosen_before_signing_in_goes_with_the_person(client, citizen, device):
    _choose(client, "en")
    _sign_in(client, citizen)
    device.force_login(citizen)
    assert _language(device) == "en"


def test_a_cookie_that_a_stranger_left_changes_no_account(client, citizen):
    client.cookies["django_language"] = "en"
    _sign_in(client, citizen)
    citizen.refresh_from_db()
    assert citizen.language == ""


def test_an_account_that_is_opened_in_english_is_written_to_in_english(client):
    client.cookies["django_language"] = "en"
    page = visit(client, reverse("account_signup"))
    names = {
        "Nombres": "First names",
        "Apellidos": "Last names",
        "Número de documento": "Document number",
        "Correo electrónico": "Email address",
        "Contraseña": "Password",
        "Repita la contraseña": "Repeat the password",
    }
    page.press(client, "Create account", {names[field]: value for field, value in PERSON.items()})
    assert User.objects.get(email=PERSON["Correo electrónico"]).language == "en"
    [sent] = mail.outbox
    assert sent.subject == "Confirm your email address"


def test_an_unknown_language_is_not_kept(client, citizen):
    client.force_login(citizen)
    _choose(client, "xx")
    citizen.refresh_from_db()
    assert citizen.language == ""


@pytest.mark.parametrize(
    ("chosen", "subject"),
    [("", "Cambie la contraseña de su cuenta"), ("en", "Change your password")],
    ids=["spanish", "english"],
)
def test_who_forgot_the_password_is_written_to_in_the_language_of_the_account(
    client, citizen, chosen, subject
):
    User.objects.filter(pk=citizen.pk).update(language=chosen)
    client.post(reverse("account_reset_password"), {"email": citizen.email})
    [sent] = mail.outbox
    assert sent.subject == subject
    assert "/cuenta/" in sent.body
    assert "localhost" not in sent.subject
