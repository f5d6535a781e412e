"""The page speaks the language that the person chose."""

import pytest
from django.urls import reverse
from django.utils import translation

from engine.jobs.official_language import in_spanish
from engine.models.payments import NoticeVerdict
from engine.queries.words import state_text
from web.shell import translations

pytestmark = pytest.mark.django_db


def test_who_chose_nothing_reads_spanish_whatever_the_browser_asks_for(client):
    page = client.get(reverse("citizens:home"), headers={"accept-language": "en"})
    assert page.headers["Content-Language"] == "es-co"


def test_a_chosen_language_stays_until_another_is_chosen(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert client.get(reverse("citizens:home")).headers["Content-Language"] == "en"
    client.post(reverse("set_language"), {"language": "es-co", "next": "/"})
    assert client.get(reverse("citizens:home")).headers["Content-Language"] == "es-co"


def test_a_choice_outlives_the_browser(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/"})

    assert int(client.cookies["django_language"]["max-age"]) > 300 * 24 * 60 * 60


def test_an_unknown_language_in_the_cookie_is_spanish(client):
    client.cookies["django_language"] = "xx"
    assert client.get(reverse("citizens:home")).headers["Content-Language"] == "es-co"


def test_every_text_has_its_english_with_the_same_places():
    assert translations.lacks() == []


def test_the_labels_of_choices_are_texts_too():
    assert {one.label for one in NoticeVerdict} <= translations.said()["engine"]


def test_a_filed_case_is_no_filing_number():
    with translation.override("en"):
        assert state_text("RADICADO") == "Filed"
    assert state_text("RADICADO") == "Radicado"


def test_what_is_sealed_is_written_in_spanish_whatever_its_reader_chose():
    with translation.override("en"):
        assert in_spanish(translation.get_language)() == "es-co"
        assert translation.get_language() == "en"
