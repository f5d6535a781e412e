"""People find a procedure by what they type, and by the lists on which it stands."""

import pytest

from bpmn import versions
from bpmn.package import from_files
from engine.queries import browsing
from engine.queries.browsing import Filters
from engine.queries.likeness import by_ear
from tests.bpmn.samples import NOW, documented_files

pytestmark = pytest.mark.django_db
SHELF = {
    "vivir": ("Certificado de residencia", "Trabajo", "Conseguir empleo", "vecindad"),
    "construir": ("Licencia de construcción", "Vivienda", "Abrir un negocio", "obra nueva"),
    "pagar": ("Paz y salvo municipal", "Vivienda", "Comprar vivienda", "predial"),
}


@pytest.fixture(autouse=True)
def shelf():
    slug, files = documented_files()
    sheet = files["procedure.toml"].decode()
    lines = [line for line in sheet.splitlines() if not line.startswith(tuple(_REPLACED))]
    for name, (title, theme, event, word) in SHELF.items():
        own = _REPLACED | {
            "official_name =": f'official_name = "{title}"',
            "short_name =": f'short_name = "{title}"',
            "themes =": f'themes = ["{theme}"]',
            "life_events =": f'life_events = ["{event}"]',
            "public_search =": f'public_search = ["{word}"]',
        }
        text = "\n".join([*own.values(), *lines]).replace(slug, name)
        model = files["process.bpmn"].decode().replace(slug, name)
        changed = {"procedure.toml": text.encode(), "process.bpmn": model.encode()}
        folder = from_files(name, files | changed)
        versions.publish(folder, library={}, author="ana", publisher="luis", now=NOW)


_REPLACED = {
    "official_name =": "",
    "short_name =": "",
    "purpose =": 'purpose = "Algo."',
    "audience =": 'audience = "Quien sea."',
    "themes =": "",
    "life_events =": "",
    "public_search =": "",
}


def slugs(found):
    return [card.slug for card in found]


@pytest.mark.parametrize(
    "text",
    [
        "RESIDÉNCIA",
        "certificados de residencia",
        "quiero sacar el certificado",
        "resid",
        "vecindad",
    ],
    ids=["accent-and-capitals", "plural", "whole-sentence", "begun", "public-word"],
)
def test_what_is_known_is_found_at_once(text) -> None:
    found = browsing.find(text)
    assert slugs(found.exact) == ["vivir"]
    assert (found.near, found.suggestion) == ([], "")


@pytest.mark.parametrize(
    ("text", "meant", "slug"),
    [
        ("resdencia", "residencia", "vivir"),
        ("recidensia", "residencia", "vivir"),
        ("predail", "predial", "pagar"),
        ("lisensia de construcsion", "licencia construcción", "construir"),
    ],
    ids=["letter-missing", "by-ear", "letters-swapped", "two-words"],
)
def test_a_typo_is_forgiven_and_told(text, meant, slug) -> None:
    found = browsing.find(text)
    assert found.exact == []
    assert slugs(found.near) == [slug]
    assert found.suggestion == meant


def test_some_of_the_words_are_better_than_nothing() -> None:
    found = browsing.find("abrir restaurante")
    assert (found.exact, slugs(found.near), found.suggestion) == ([], ["construir"], "")


def test_the_name_comes_before_a_list() -> None:
    assert slugs(browsing.find("vivienda").exact) == ["construir", "pagar"]
    assert slugs(browsing.find("comprar vivienda").exact) == ["pagar"]


def test_nonsense_finds_nothing() -> None:
    found = browsing.find("qwertyuiop")
    assert (found.exact, found.near, found.suggestion) == ([], [], "")


def test_lists_count_what_stands_on_them_and_filters_take_it() -> None:
    themes = browsing.shelves().themes
    assert [(place.name, place.count) for place in themes] == [("Vivienda", 2), ("Trabajo", 1)]
    assert slugs(browsing.find("", Filters(theme=themes[0].key)).exact) == ["construir", "pagar"]
    assert slugs(browsing.find("", Filters(life_event="abrir-un-negocio")).exact) == ["construir"]
    assert browsing.find("residencia", Filters(theme="vivienda")).exact == []
    people = browsing.shelves().audiences[0]
    assert (people.key, people.count) == ("natural", 3)


@pytest.mark.parametrize(
    ("heard", "written"),
    [("lisensia", "licencia"), ("bibienda", "vivienda"), ("ueco", "hueco"), ("quioxco", "kiosco")],
)
def test_words_that_sound_alike_are_alike(heard, written) -> None:
    assert by_ear(heard) == by_ear(written)
