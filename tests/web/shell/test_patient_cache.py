"""While the Redis of all processes does not answer, people go on signing in and are still limited."""

import logging

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.engine import folders
from tests.installation import free_port
from tests.web.pages import visit
from web.accounts.models import User
from web.connections import caches
from web.shell import patient_cache

PASSWORD = "clave-larga-8841"


@pytest.fixture
def silence(settings, tmp_path, monkeypatch):
    """A Redis that is not there."""
    url = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = caches(
        url, broker_url="filesystem://", name="pasto", timeout=1, folder=tmp_path
    )
    monkeypatch.setattr(patient_cache, "_silent_until", {})


@pytest.fixture
def ana(db):
    return User.objects.create_user("ana@correo.test", PASSWORD)


def _sign_in(client: Client, password: str):
    return client.post(reverse("account_login"), {"login": "ana@correo.test", "password": password})


def test_who_knows_the_password_signs_in_and_the_log_says_once_what_is_wrong(
    silence, ana, client, caplog
) -> None:
    with caplog.at_level(logging.WARNING, logger=patient_cache.__name__):
        answer = _sign_in(client, PASSWORD)
        cache.set("tries", 3)

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(ana.pk)
    assert cache.get("tries") == 3
    assert [one.levelname for one in caplog.records] == ["WARNING"]
    assert "does not answer" in caplog.text


def test_who_guesses_is_still_stopped(silence, ana, client) -> None:
    for _ in range(6):
        answer = _sign_in(client, "otra-cosa-8841")

    assert "_auth_user_id" not in client.session
    assert "Demasiados intentos" in answer.content.decode()
    assert _sign_in(client, PASSWORD).status_code == 200


def test_who_sees_to_incidents_reads_that_each_process_counts_alone(silence, db, client) -> None:
    person = folders.person("jaime@correo.test", "supervisor")
    client.force_login(User.objects.get(pk=person.user_id))

    assert (
        "El Redis que comparten los procesos no responde"
        in visit(client, "officials:incidents").text
    )


def test_the_usual_cache_is_not_asked(db) -> None:
    assert not patient_cache.counts_alone()
