"""Who chose English reads no Spanish of the window itself: what is data says of itself that it is Spanish."""

import dataclasses
import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse
from lxml import html

from tests.engine.conftest import friday, office, store
from tests.signatures.devpki_fixture import dev_pki
from tests.web.access_world import AUDIENCES
from tests.web.test_access_walk import addresses, table, world

__all__ = ["dev_pki", "friday", "office", "store", "world"]

_SPANISH = re.compile(
    r"\b(el|los|las|del?|que|para|por|con|una?|se|sus?|al|y|en|es|lo|sin|est[ea]|cuando|hay|fue)\b"
    r"|\b[a-zñ]*[áéíóúñ][a-záéíóúñ]*\b|[¿¡«»]"
)
_WORD = re.compile(r"\b[A-Za-zÁÉÍÓÚÑáéíóúñ]{4,}\b")
# Terms of the law, names, examples and slugs that have no English, in a text that is English.
_TERMS = re.compile(
    r"\b(pr[oó]rrogas?|c[eé]dula de \w+|tarjeta de identidad|personería|Acta de observaciones"
    r"|Superintendencia de Industria y Comercio|Permiso de uso del salón comunal"
    r"|(Ley|Decreto|Acuerdo|Resolución|Circular) [\w. ]*?\d+ de \d{4}|[a-z0-9]+(-[a-z0-9]+)+)\b"
)
# What else a person reads or hears: it cannot be marked in part, so it may hold no data that is Spanish.
_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "data-ocupado", "data-titulo", "label")
_SILENT = ("script", "style", "title", "code", "pre")


@pytest.fixture
def english(world):
    return dataclasses.replace(world, language="en")


def _pages(world) -> Iterator[tuple[str, html.HtmlElement]]:
    """Each address's page, for the first audience that may see it."""
    rows = table()
    for view, names in addresses():
        answers = zip(AUDIENCES, rows[view, "GET"], strict=True)
        audience = next((name for name, answer in answers if answer == "200"), None)
        if audience is None:
            continue
        address = reverse(view, kwargs=world.arguments(view, names))
        with transaction.atomic():
            response = world.ask(audience, "GET", address)
            transaction.set_rollback(True)
        if "html" in response.headers.get("Content-Type", "") and not response.streaming:
            yield view, html.fromstring(response.content)


def _spanish_parts(page: html.HtmlElement) -> set[str]:
    """What the page says is Spanish."""
    texts = page.xpath("//*[starts-with(@lang, 'es')]//text()")
    return {" ".join(text.split()) for text in texts if text.strip()}


def _texts(page: html.HtmlElement) -> Iterator[str]:
    """What a person reads or hears in the page's own language."""
    for text in page.xpath("//text()[normalize-space()]"):
        around = text.getparent() if not text.is_tail else text.getparent().getparent()
        if around.tag not in _SILENT and not _language(around).startswith("es"):
            yield " ".join(text.split())


def _attributes(page: html.HtmlElement) -> Iterator[str]:
    for name in _ATTRIBUTES:
        for element in page.xpath(f"//*[@{name}]"):
            if not _language(element).startswith("es"):
                yield element.get(name)


def _language(element: html.HtmlElement) -> str:
    return str(element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)"))


def _leftovers(page: html.HtmlElement) -> Iterator[str]:
    data = [part for part in _spanish_parts(page) if len(_WORD.findall(_TERMS.sub("", part))) > 1]
    for text in (*_texts(page), *_attributes(page)):
        if any(part in text for part in data) or _SPANISH.search(_TERMS.sub("", text)):
            yield text


def test_a_page_in_english_marks_what_is_spanish(english) -> None:
    found = {f"{view}: {text}" for view, page in _pages(english) for text in _leftovers(page)}

    assert not found, "\n".join(["Not English, nor marked with lang:", *sorted(found)])
