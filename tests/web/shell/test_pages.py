import pytest
from django.test import Client
from django.urls import reverse

from tests.web.pages import Page, visit

pytestmark = pytest.mark.django_db


def test_nothing_from_another_host_may_load(client):
    policy = client.get(reverse("citizens:home"))["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_an_address_that_does_not_exist_offers_the_search(client):
    page = visit(client, "/no-existe/")
    assert page.response.status_code == 404
    assert page.title == "No encontramos esta página"
    assert page.control("¿Qué necesita hacer?").get("name") == "q"


@pytest.mark.parametrize("address", ["/mis-tramites/a%00/", "/?q=a%00"], ids=["path", "query"])
def test_an_address_with_a_null_character_is_not_found_on_any_database(client, citizen, address):
    client.force_login(citizen)
    assert visit(client, address).response.status_code == 404


def test_a_form_without_its_token_says_what_to_do(citizen):
    client = Client(enforce_csrf_checks=True)
    page = Page(client.post(reverse("account_login"), {"login": "x"}))
    assert page.response.status_code == 403
    assert page.title == "La página se venció"


def test_pages_of_signed_in_people_are_not_kept_by_the_browser(client, citizen):
    client.force_login(citizen)
    assert "no-store" in client.get(reverse("citizens:my_cases"))["Cache-Control"]


def test_the_page_of_a_failure_stands_alone(client, monkeypatch):
    client.raise_request_exception = False

    def broken(*_asked):
        raise RuntimeError("broken")

    monkeypatch.setattr("engine.queries.browsing.find", broken)
    page = visit(client, reverse("citizens:home"))
    assert page.response.status_code == 500
    assert "Tuvimos una falla" in page.text


@pytest.mark.parametrize(
    "name",
    ["citizens:home", "citizens:privacy", "citizens:lookup", "account_login", "account_signup"],
)
def test_no_two_things_share_an_id(client, procedure, name):
    page = visit(client, reverse(name))
    assert page.response.status_code == 200
    assert len(page.ids) == len(set(page.ids))
