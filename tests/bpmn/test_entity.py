import re
from pathlib import Path

import pytest

from bpmn import entity

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "entity.md"


def _documented() -> str:
    found = re.search(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def _codes(text: str) -> dict[str, str]:
    with pytest.raises(entity.EntityRefused) as refusal:
        entity.read_entity("52001", text.encode())
    return {finding.element: finding.code for finding in refusal.value.findings}


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    (tmp_path / "52001" / "registries").mkdir(parents=True)
    (tmp_path / "52001" / "entity.toml").write_text(_documented(), encoding="utf-8")
    monkeypatch.setattr(entity, "ENTITIES", tmp_path)
    for cached in (entity.load, entity.registry):
        cached.cache_clear()
    yield tmp_path / "52001"
    for cached in (entity.load, entity.registry):
        cached.cache_clear()


def test_the_documented_entity_is_read(shelf):
    found = entity.load("52001")
    assert found.judicial_email == "judiciales@ejemplo.test"
    assert found.offices["secretario-gobierno"].holder == "Carmen Portilla"
    assert found.unit("200") is not None
    assert len(found.closures) == 2


@pytest.mark.parametrize(
    ("old", "new", "element", "code"),
    [
        ('dv = "3"', 'dv = "4"', "dv", "entity-bad-value"),
        ('divipola = "52001"', 'divipola = "52002"', "divipola", "entity-bad-value"),
        ('unit = "200"', 'unit = "900"', "offices.secretario-gobierno.unit", "entity-bad-value"),
        ("hours =", "horas =", "hours", "entity-missing-key"),
        ('category = "1"', 'category = "7"', "category", "entity-bad-value"),
    ],
    ids=["check digit", "code", "unit", "missing", "category"],
)
def test_a_fault_of_the_entity_is_found(old, new, element, code):
    assert _codes(_documented().replace(old, new, 1))[element] == code


def test_what_is_no_toml_is_refused():
    assert _codes("name =") == {"": "entity-not-toml"}


def test_an_entity_that_is_not_there_is_unknown(shelf):
    assert not entity.exists("99999")
    for code in ("99999", "../52001", ""):
        with pytest.raises(entity.EntityUnknown):
            entity.load(code)


def test_a_registry_is_read_by_its_first_column(shelf):
    (shelf / "registries" / "predios.csv").write_text("folio,estrato\n240-1,2\n", encoding="utf-8")
    assert entity.load("52001").registry("predios")["240-1"]["estrato"] == "2"
    assert entity.registries("52001") == ("predios",)


@pytest.mark.parametrize("name", ["nada", "../entity", "a/b"])
def test_a_registry_that_is_not_kept_is_unknown(shelf, name):
    with pytest.raises(entity.RegistryUnknown):
        entity.registry("52001", name)


@pytest.mark.parametrize(
    "body", ["a,b\n1,2\n1,3\n", "a,b\n1\n", "a,b\n1,2,3\n"], ids=["twice", "short", "long"]
)
def test_a_faulty_row_is_refused(shelf, body):
    (shelf / "registries" / "x.csv").write_text(body, encoding="utf-8")
    with pytest.raises(entity.EntityRefused):
        entity.registry("52001", "x")
