"""The inventory that the published folders make: filtered, exported, sealed."""

import io
import json
from dataclasses import replace

import pytest
from pypdf import PdfReader

from engine.jobs import inventory_paper, workshop
from engine.queries import inventory
from engine.queries.inventory import NINE
from engine.rehearsal.stage import SealSimulator
from tests.engine.cases import FRIDAY

pytestmark = pytest.mark.django_db


def test_an_entry_has_the_nine_elements_and_the_suit_sheet(client, procedure) -> None:
    page = client.get(f"/inventario/{procedure.slug}/").content.decode()
    for _, title in NINE:
        assert f"<h2>{title}</h2>" in page
    assert "Hoja de vida (SUIT)" in page
    assert "(persona: secretario-gobierno)" in page


def test_it_is_filtered_by_audience_theme_and_life_event(client, procedure) -> None:
    sheet = procedure.sheet
    found = [
        client.get("/inventario/inventario.json", given).json()["entries"]
        for given in (
            {},
            {"publico": sheet.eligible_applicants[0]},
            {"tema": sheet.themes[0]},
            {"momento": sheet.life_events[0]},
            {"tema": "Otro"},
        )
    ]
    assert [len(entries) for entries in found] == [1, 1, 1, 1, 0]
    page = client.get("/inventario/", {"tema": "Otro"}).content.decode()
    assert "Ningún trámite cumple esos filtros" in page


def test_exports_say_what_the_page_says(client, procedure) -> None:
    (entry,) = client.get("/inventario/inventario.json").json()["entries"]
    assert {key for key, _ in NINE} <= set(entry)
    assert entry["suit"]["requisitos"] == list(procedure.sheet.requirements)
    lines = client.get("/inventario/inventario.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert procedure.sheet.official_name in lines[1]
    assert client.get(f"/inventario/{procedure.slug}/hoja-de-vida.json").json() == entry
    assert client.get("/inventario/no-existe/").status_code == 404


def test_the_papers_carry_their_data(procedure, tmp_path) -> None:
    with workshop.lend(replace(workshop.current(), seal=SealSimulator())):
        papers = [
            inventory_paper.inventory_paper(inventory.inventory(), now=FRIDAY),
            inventory_paper.suit_paper(inventory.entry(procedure.slug), now=FRIDAY),
        ]
    for paper in papers:
        reader = PdfReader(io.BytesIO(paper))
        text = "".join(page.extract_text() for page in reader.pages)
        assert procedure.sheet.official_name in " ".join(text.split())
        (attached,) = reader.attachments["inventario.json"]
        assert procedure.slug in json.dumps(json.loads(attached))
