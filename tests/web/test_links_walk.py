"""No page shows anybody a link that answers them «no existe»: a link is an offer."""

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from lxml import html

from bpmn.people import accounts
from tests.engine import folders
from tests.engine.conftest import friday, office, store
from tests.signatures.devpki_fixture import dev_pki
from tests.web.access_world import AUDIENCES, World
from tests.web.test_access_walk import addresses, table, world
from web.accounts.models import User

__all__ = ["dev_pki", "friday", "office", "store", "world"]

_REFUSALS = (403, 404, 410, 500)


def _shown_to(audience: str) -> list[tuple[str, list[str]]]:
    rows, column = table(), list(AUDIENCES).index(audience)
    return [(view, names) for view, names in addresses() if rows[view, "GET"][column] == "200"]


def _get(world: World, audience: str, address: str) -> HttpResponse:
    with transaction.atomic():
        response = world.ask(audience, "GET", address)
        transaction.set_rollback(True)
    return response


def _links(response: HttpResponse) -> set[str]:
    """Where a page's links lead inside the window."""
    if response.streaming or "html" not in response.headers.get("Content-Type", ""):
        return set()
    tree = html.fromstring(response.content or b"<p>")
    found = (link.partition("#")[0] for link in tree.xpath("//a/@href"))
    return {link for link in found if link.startswith("/")}


def _dead(world: World, audience: str) -> list[str]:
    """What this audience is offered and may not open; of each page's links, one for each path."""
    pages = {reverse(v, kwargs=world.arguments(v, n)) for v, n in _shown_to(audience)}
    offered: dict[str, tuple[str, str]] = {}
    for page in sorted(pages):
        for link in sorted(_links(_get(world, audience, page))):
            offered.setdefault(link.partition("?")[0], (page, link))
    return [
        f"{audience}: {page} links to {link}"
        for path, (page, link) in offered.items()
        if path not in pages and _get(world, audience, link).status_code in _REFUSALS
    ]


def test_every_link_that_a_page_shows_opens(world) -> None:
    assert [dead for audience in AUDIENCES for dead in _dead(world, audience)] == []


def test_everybody_of_the_demonstration_may_open_what_the_head_of_the_page_offers(
    office, client
) -> None:
    groups = {account.groups for account in accounts(settings.ENTITY)}
    for place, roles in enumerate(sorted(groups)):
        person = folders.person(f"persona{place}@correo.test", *roles)
        client.force_login(User.objects.get(pk=person.user_id))
        head = html.fromstring(client.get("/").content).xpath("//header//a/@href")
        dead = [link for link in head if client.get(link).status_code in _REFUSALS]
        assert dead == [], roles
