"""Officials with and without keys, and who administers them."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from tests.signatures.devpki_fixture import dev_pki
from tests.signatures.keys.conftest import DOCUMENT, configured, people, remote, token

__all__ = ["configured", "dev_pki", "people", "remote", "token"]


def person(email: str, *groups: str, **fields):
    made = get_user_model().objects.create_user(email=email, password=None, **fields)
    made.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
    return made


@pytest.fixture
def secretary(db):
    return person(
        "carmen@ejemplo.test",
        "secretario-gobierno",
        first_name="Carmen",
        last_name="Portilla Erazo",
        doc_number=DOCUMENT,
        position="Secretaria de Gobierno",
    )


@pytest.fixture
def administrator(db):
    return person("sandra@ejemplo.test", "sistemas", first_name="Sandra", last_name="Benavides")


@pytest.fixture
def sign_in(client):
    def enter(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.fixture
def desk(sign_in, secretary):
    return sign_in(secretary)


@pytest.fixture
def office(sign_in, administrator):
    return sign_in(administrator)
