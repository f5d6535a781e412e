"""A session that ends in the middle of a form: nothing typed is lost, nothing is sent by itself."""

import pytest
from django.test import Client
from django.urls import reverse

from engine.models import Case
from tests.web.pages import Page, visit

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
PASSWORD = "clave-larga-8841"


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def marta(client, citizen):
    citizen.set_password(PASSWORD)
    citizen.save()
    client.force_login(citizen, backend=BACKEND)
    return citizen


def _end_session(client: Client) -> None:
    del client.cookies["sessionid"]


def _send(client: Client, page: Page, button: str, answers: dict[str, str], **more) -> Page:
    """Press a button as a browser does that says which page it stands on."""
    form = page.form_with(button)
    sent = page.values(form) | {
        page.control(label).get("name"): value for label, value in answers.items()
    }
    for pressed in form.xpath(".//button[@name]"):
        if button in "".join(pressed.itertext()):
            sent[pressed.get("name")] = pressed.get("value")
    here = page.response.request["PATH_INFO"]
    headers = {"referer": f"http://testserver{here}", **more.pop("headers", {})}
    answer = client.post(form.get("action") or here, sent, follow=True, headers=headers)
    return Page(answer) if answer.content else answer


def _sign_in_again(client: Client, page: Page, email: str) -> Page:
    return page.press(client, "Ingresar", {"Correo electrónico": email, "Contraseña": PASSWORD})


def _interrupted(client, procedure, **answers) -> Page:
    page = visit(client, reverse("citizens:begin", args=[procedure.slug]))
    _end_session(client)
    return _send(client, page, "Continuar", answers)


def test_the_citizen_is_told_that_what_was_typed_is_kept(client, marta, procedure):
    page = _interrupted(client, procedure, Nombres="Marta Lucía")

    assert page.title == "Ingresar"
    assert "guardamos lo que escribió" in page.text


def test_after_signing_in_again_the_form_is_filled_in_and_not_sent(client, marta, procedure):
    page = _interrupted(
        client, procedure, **{"Nombres": "Marta Lucía", "Número de documento": "no lo sé"}
    )
    page = _sign_in_again(client, page, marta.email)

    assert "Todavía no se ha enviado" in page.text
    assert page.control("Nombres").get("value") == "Marta Lucía"
    assert page.control("Número de documento").get("value") == "no lo sé"
    assert not Case.objects.exists()


def test_once_sent_again_it_is_no_longer_shown(client, marta, procedure):
    page = _sign_in_again(client, _interrupted(client, procedure, Nombres="Lucía"), marta.email)
    _send(client, page, "Continuar", {})

    page = visit(client, reverse("citizens:begin", args=[procedure.slug]))
    assert "Todavía no se ha enviado" not in page.text


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(client, marta, neighbour, procedure):
    neighbour.set_password(PASSWORD)
    neighbour.save()
    page = _sign_in_again(client, _interrupted(client, procedure, Nombres="Lucía"), neighbour.email)

    assert "Lucía" not in page.html
    assert "kept_form" not in client.session


def test_a_browser_where_nobody_was_signed_in_keeps_nothing(client, marta, procedure):
    page = visit(client, reverse("citizens:begin", args=[procedure.slug]))
    client.cookies.clear()
    page = _send(client, page, "Continuar", {"Nombres": "Lucía"})

    assert page.title == "Ingresar"
    assert "kept_form" not in client.session


def test_what_is_kept_is_unreadable_in_the_database(client, marta, procedure):
    _interrupted(client, procedure, Nombres="Lucía Inconfundible")

    assert "Inconfundible" not in str(dict(client.session))


def test_after_two_hours_it_is_gone(client, marta, procedure, time_machine):
    time_machine.move_to("2026-11-20T15:00:00Z", tick=False)
    page = _interrupted(client, procedure, Nombres="Lucía")
    time_machine.move_to("2026-11-20T17:00:01Z", tick=False)
    page = _sign_in_again(client, page, marta.email)

    assert page.control("Nombres").get("value") == "Marta"


def test_a_question_that_htmx_asks_leads_the_whole_page_to_sign_in(client, marta, procedure):
    page = visit(client, reverse("citizens:begin", args=[procedure.slug]))
    _end_session(client)
    here = reverse("citizens:begin", args=[procedure.slug])
    answer = _send(
        client,
        page,
        "Continuar",
        {"Nombres": "Lucía"},
        headers={"hx-request": "true", "hx-current-url": f"http://testserver{here}"},
    )

    assert answer.headers["HX-Redirect"] == f"{reverse('account_login')}?next={here}"
    assert "kept_form" in client.session


def test_a_list_that_asks_for_news_by_itself_takes_no_page_away(client):
    answer = client.get(reverse("officials:inbox"), headers={"hx-request": "true"})

    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers


def test_signing_in_again_in_another_window_keeps_the_form_of_the_first(marta, procedure):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(marta, backend=BACKEND)
    page = visit(browser, reverse("citizens:begin", args=[procedure.slug]))
    # Signing in again gives the browser another secret: the open page's own is worth nothing now.
    browser.get(reverse("account_logout"))
    browser.cookies["csrftoken"] = "x" * 32
    page = _send(browser, page, "Continuar", {"Nombres": "Lucía"})

    assert page.title == "La página se venció"
    assert "guardamos lo que escribió" in page.text
    page = visit(browser, page.tree.xpath("string(//a[contains(.,'Volver al formulario')]/@href)"))
    assert page.control("Nombres").get("value") == "Lucía"
    assert not Case.objects.exists()


def test_a_form_that_another_site_sends_is_not_kept(marta, procedure):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(marta, backend=BACKEND)
    answer = browser.post(
        reverse("citizens:begin", args=[procedure.slug]),
        {"applicant.first_names": "Puesto por otro"},
        headers={"referer": "https://malo.test/trampa"},
    )

    assert answer.status_code == 403
    assert "kept_form" not in browser.session
