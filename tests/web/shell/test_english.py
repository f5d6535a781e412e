"""The citizen's pages say everything of their own in English to who chose it."""

import pytest
from django.urls import reverse
from lxml import html

from tests.web.pages import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"
    return client


def _switch(client) -> str:
    page = html.fromstring(client.get(reverse("citizens:home")).content)
    (form,) = page.xpath("//form[contains(@class, 'pie__idioma')]")
    (button,) = form.xpath(".//button")
    client.post(form.get("action"), {"language": button.get("value"), "next": "/"})
    return button.text_content()


def test_the_footer_switches_between_both_languages(client):
    assert [_switch(client), _switch(client), _switch(client)] == ["English", "Español", "English"]


def test_the_page_tells_its_language(client, english):
    assert b'<html lang="en">' in english.get(reverse("verify:start")).content
    client.cookies["django_language"] = "es-co"
    assert b'<html lang="es-CO">' in client.get(reverse("verify:start")).content


def test_a_refused_answer_is_explained_in_english(english, citizen, procedure):
    english.force_login(citizen)
    page = visit(english, reverse("citizens:begin", args=[procedure.slug]))
    button = page.button_among("Continue", "Check and send")
    problems = page.press(english, button, {"Nombres": ""}).problems
    assert any("Enter “Nombres”." in problem for problem in problems)


def test_what_is_wrong_marks_the_words_of_the_form(english, citizen, procedure):
    english.force_login(citizen)
    page = visit(english, reverse("citizens:begin", args=[procedure.slug]))
    page = page.press(english, page.button_among("Continue", "Check and send"), {"Nombres": ""})
    [link] = page.tree.xpath("//*[@id='resumen-errores']//a[contains(., 'Nombres')]")
    assert link.xpath("./span[@lang='es']/text()") == ["Nombres", "Nombres"]
    [error] = page.tree.xpath("//*[contains(@class, 'error-campo') and contains(., 'Nombres')]")
    assert error.xpath("./span[@lang='es']/text()") == ["Nombres"]


def test_a_named_error_is_explained_in_english(english):
    page = english.get(reverse("payments:order", args=["NINGUNA-1"]))
    assert "No order of this service has that reference." in page.content.decode()


def test_the_days_of_a_page_are_written_in_english(english, citizen, procedure):
    english.force_login(citizen)
    page = visit(english, reverse("citizens:begin", args=[procedure.slug]))
    page.press(english, "Save draft", {})
    kept = visit(english, reverse("citizens:my_cases"))
    assert "We have not received it yet. You saved it on" in kept.response.content.decode()
