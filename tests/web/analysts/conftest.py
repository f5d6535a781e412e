"""Two analysts at their desks, and a draft of the documented procedure."""

import pytest
from django.test import Client

from bpmn.models import Draft
from tests.engine import folders
from web.accounts.models import User

ROLE = "analista-procesos"
DRAFTS = "/analisis/borradores/"


def desk_of(email: str, *groups: str, name: str = "Lucía") -> Client:
    """A browser in which somebody of these roles is signed in."""
    folders.person(email, *groups, name=name)
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


@pytest.fixture
def ivan(db) -> Client:
    return desk_of("ivan@demo.test", ROLE, name="Iván")


@pytest.fixture
def lorena(db) -> Client:
    return desk_of("lorena@demo.test", ROLE, name="Lorena")


@pytest.fixture
def draft(ivan, procedure) -> str:
    """Address of a draft that Iván began from what is published."""
    made = ivan.post(f"{DRAFTS}nuevo/", {"tramite": procedure.slug})
    assert made.status_code == 302, made.content
    return f"{DRAFTS}{Draft.objects.get().pk}/"


def put(desk: Client, address: str, content: bytes, seen: str | None):
    """Write a file over the content seen; None for a new one."""
    headers = {"If-None-Match": "*"} if seen is None else {"If-Match": f'"{seen}"'}
    return desk.put(address, content, content_type="application/octet-stream", headers=headers)


def listed(desk: Client, draft: str) -> dict[str, dict[str, object]]:
    """The draft's files by path."""
    return {one["path"]: one for one in desk.get(f"{draft}archivos.json").json()["files"]}
