"""The desks' tests stand on a case that the engine really filed."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from engine.jobs.execution import run_due
from tests.engine import cases, folders
from tests.engine.conftest import friday, office, store
from tests.signatures.devpki_fixture import dev_pki

__all__ = ["dev_pki", "friday", "office", "store"]


@pytest.fixture
def case(office):
    filed = cases.file("T02-E2")
    run_due()
    return filed


@pytest.fixture
def sign_in(client, db):
    """Sign somebody in with roles; the same e-mail is the same person."""

    def enter(*groups: str, email: str = "carmen@correo.test"):
        people = get_user_model().objects
        person = people.filter(email=email).first() or people.create(
            email=email, first_name="Carmen"
        )
        person.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        if "auditor" in groups:
            folders.open_audit(person.pk)
        return client

    return enter
