"""What tests of pages share: a folder of static files, and the documented procedure, published."""

import pytest
from django.conf import settings

from bpmn import versions
from tests.bpmn.samples import NOW, folder_with
from web.accounts.models import User


@pytest.fixture(autouse=True, scope="session")
def _static_folder():
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def procedure(db):
    """The procedure of docs/procedure-folder.md, published."""
    return versions.publish(folder_with(), library={}, author="ana", publisher="luis", now=NOW)


@pytest.fixture
def citizen(db):
    return User.objects.create_user(
        "marta@correo.test",
        "clave-larga-8841",
        first_name="Marta",
        last_name="Chávez",
        doc_type="CC",
        doc_number="27000001",
    )


@pytest.fixture
def neighbour(db):
    return User.objects.create_user("otro@correo.test", "clave-larga-8842", doc_number="27000002")
