"""A connection that is lost while a form travels: nothing of it is taken, and what was kept before stays."""

import io
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse

from engine.queries import cases
from tests.engine.cases import citizen as actor_of
from tests.web.pages import visit
from web.shell.bodies import demand_whole_body, whole_bodies

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client, citizen, procedure):
    client.force_login(citizen)
    page = visit(client, reverse("citizens:begin", args=[procedure.slug])).press(
        client, "Guardar borrador", {"Nombres": "Marta Lucía"}
    )
    return page.response.request["PATH_INFO"]


def _send(client, address: str, part: float) -> int:
    """Send the first part of a form with an attachment, as a server gives it to the application."""
    file = SimpleUploadedFile("anexo.pdf", b"%PDF-1.7 " + b"x" * 200_000)
    sent = {"applicant.first_names": "Otra", "anexo": file, "accion": "guardar"}
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    environ = RequestFactory().post(address, sent, HTTP_COOKIE=cookie).environ
    body = environ["wsgi.input"].read()
    environ["wsgi.input"] = io.BytesIO(body[: int(len(body) * part)])
    handler = ClientHandler(enforce_csrf_checks=False)
    return handler(demand_whole_body(environ)).status_code


def _first_names(citizen, address: str) -> str:
    answers = cases.draft_for(
        actor_of(citizen.email), UUID(address.strip("/").rpartition("/")[2])
    ).answers
    return str(answers["applicant.first_names"])


@pytest.mark.parametrize("part", [0.2, 0.5, 0.999], ids=["a fifth", "half", "nearly all"])
def test_half_a_form_changes_nothing(client, citizen, draft, part) -> None:
    assert _send(client, draft, part) >= 400
    assert _first_names(citizen, draft) == "Marta Lucía"


def test_a_whole_form_is_taken(client, citizen, draft) -> None:
    assert _send(client, draft, 1) == 302
    assert _first_names(citizen, draft) == "Otra"


def test_the_server_s_application_is_guarded() -> None:
    def application(environ, start_response):
        return [environ["wsgi.input"].read(100)]

    guarded = whole_bodies(application)
    assert guarded({"CONTENT_LENGTH": "3", "wsgi.input": io.BytesIO(b"abc")}, None) == [b"abc"]
    with pytest.raises(OSError, match="too early"):
        guarded({"CONTENT_LENGTH": "3", "wsgi.input": io.BytesIO(b"")}, None)
