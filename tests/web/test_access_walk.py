"""Who gets what at every address: the table is docs/reference/access.md, and no address is without a row.

A new address fails here with the rows to add. Look at them before you paste them: they say what the code
does, and the table says what it ought to do. There are no patterns and no defaults.
"""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, get_resolver, reverse

from engine.payments import gateways
from engine.payments.rehearsal import RehearsalGatewaySimulator
from tests.engine.conftest import friday, office, store
from tests.signatures.devpki_fixture import dev_pki
from tests.web.access_world import AUDIENCES, World, make_world

__all__ = ["dev_pki", "friday", "office", "store"]

TABLE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "access.md"
METHODS = ("GET", "POST")
Row = tuple[str, ...]


@pytest.fixture
def world(office, dev_pki, settings, caplog, tmp_path) -> Iterator[World]:
    settings.VAR_DIR = tmp_path
    settings.PKI_DIR, settings.PKI_URL = dev_pki.directory, dev_pki.base_url
    settings.TSA_URL = settings.TRUST_ROOTS = ""
    for refusals in ("django.request", "engine.payments"):
        caplog.set_level(logging.CRITICAL, logger=refusals)
    with gateways.lend(RehearsalGatewaySimulator()):
        yield make_world()


def addresses() -> list[tuple[str, list[str]]]:
    """Every name of an address of the window, with the names of its parts."""
    return sorted(_under(get_resolver(), "", []))


def _under(resolver, space: str, above: list[str]) -> Iterator[tuple[str, list[str]]]:
    for entry in resolver.url_patterns:
        parts = above + _parts(entry.pattern)
        if isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            yield space + entry.name, parts
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _under(entry, inner, parts)


def _parts(pattern) -> list[str]:
    return list(pattern.converters) or list(pattern.regex.groupindex)


def table() -> dict[tuple[str, str], Row]:
    """The rows of the page: address and method, and the answer to each audience."""
    rows = {}
    for line in TABLE.read_text().splitlines():
        if line.startswith("| `"):
            view, method, *answers = (cell.strip(" `") for cell in line.strip("|").split("|"))
            rows[view, method] = tuple(answers)
    return rows


def _row(key: tuple[str, str], answers: Row) -> str:
    view, method = key
    return f"| `{view}` | {method} | {' | '.join(answers)} |"


def _answer(world: World, audience: str, method: str, view: str, names: list[str]) -> str:
    address = reverse(view, kwargs=world.arguments(view, names))
    with transaction.atomic():
        response = world.ask(audience, method, address)
        transaction.set_rollback(True)
    return _word(response)


def _word(response: HttpResponse) -> str:
    if response.status_code != 302:
        return str(response.status_code)
    there = response.headers["Location"].split("?")[0]
    return "sign in" if there == reverse("account_login") else "302"


def test_every_audience_gets_at_every_address_what_the_table_says(world) -> None:
    written = table()
    found = {
        (view, method): tuple(_answer(world, name, method, view, names) for name in AUDIENCES)
        for view, names in addresses()
        for method in METHODS
    }
    wrong = [_row(key, row) for key, row in found.items() if written.get(key) != row]
    gone = [_row(key, row) for key, row in written.items() if key not in found]

    assert not gone, "These rows have no address any more:\n" + "\n".join(gone)
    assert not wrong, f"{TABLE.name} says otherwise, or nothing, of:\n" + "\n".join(wrong)


def test_the_table_has_the_audiences_in_their_order() -> None:
    head = next(line for line in TABLE.read_text().splitlines() if line.startswith("| address"))

    assert [cell.strip() for cell in head.strip("|").split("|")][2:] == list(AUDIENCES)


def test_no_address_breaks_for_anybody() -> None:
    assert [key for key, row in table().items() if any(word.startswith("5") for word in row)] == []
