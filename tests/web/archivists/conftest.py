"""The archivist's desk stands on the real archive: a store in a folder, expedientes that were closed."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from archive.records import versions
from archive.records.schedule import load_trd
from bpmn.entity import trd_source
from engine.commands import clock
from tests.archive.custody.expedientes import closed, in_central
from tests.engine.conftest import friday, office, store
from tests.signatures.devpki_fixture import dev_pki

__all__ = ["dev_pki", "friday", "office", "store"]


class Calendar:
    """The present of the test, which it moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 15, tzinfo=UTC)

    def move_to(self, year: int, month: int, day: int) -> None:
        self.now = datetime(year, month, day, 15, tzinfo=UTC)


@pytest.fixture
def calendar(office):
    moved = Calendar()
    with clock.lend(lambda: moved.now):
        yield moved


@pytest.fixture
def trd(calendar):
    written = load_trd(trd_source("52001"))
    return versions.load(written, today=calendar.now.date(), now=calendar.now)


@pytest.fixture
def person(db):
    """Somebody who is signed in, by a name of their own, with the archive's role unless said otherwise."""

    def enter(name: str, *groups: str) -> Client:
        people = get_user_model().objects
        email = f"{name.lower()}@archivo.test"
        found = people.filter(email=email).first() or people.create(email=email, first_name=name)
        wanted = groups or ("archivo-central",)
        found.groups.set([Group.objects.get_or_create(name=group)[0] for group in wanted])
        client = Client()
        client.force_login(found, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.fixture
def nubia(person):
    return person("Nubia")


@pytest.fixture
def alvaro(person):
    return person("Alvaro")


@pytest.fixture
def elena(person):
    return person("Elena")


@pytest.fixture
def certificate(trd, store):
    """Closed on 20 November 2026: a year in management, then two in the central archive."""
    return closed(store)


@pytest.fixture
def old_certificates(trd, store):
    """Two in the central archive, of the same series."""
    return [in_central(store, place=place) for place in (1, 2)]
