"""What many procedures share is rehearsed and published together with them."""

import json
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bpmn import versions
from bpmn.models import Draft, DraftRehearsal
from bpmn.package import from_files
from bpmn.versions.sharing import current_shared, shared_library
from engine.commands import clock
from engine.rehearsal import drafted
from tests.bpmn.samples import documented_files
from tests.web.analysts.conftest import DRAFTS, put

pytestmark = pytest.mark.django_db
SHARED = "campos-de-prueba"
FORM = "forms/testigo.form"
SHEET = f"""slug = "{SHARED}"
kind = "forms"
official_name = "Campos de prueba"
purpose = "Preguntar por un testigo."
"""


def _group(*, required: bool = False) -> bytes:
    asked = {
        "type": "textfield",
        "id": "testigo",
        "key": "witness",
        "label": "¿Quién lo vio?",
        "validate": {"required": required},
    }
    form = {"type": "default", "id": "testigo", "schemaVersion": 16, "components": [asked]}
    return json.dumps(form).encode()


def _procedure(slug: str) -> versions.Version:
    """The documented procedure under another name, with the shared group in its form."""
    own, files = documented_files()
    files = {path: body.replace(own.encode(), slug.encode()) for path, body in files.items()}
    form = json.loads(files["forms/inicio.form"])
    group = {"type": "group", "id": "g", "label": "Testigo", "components": []}
    form["components"].append({**group, "properties": {"include": "testigo"}})
    files["forms/inicio.form"] = json.dumps(form).encode()
    return versions.publish(
        from_files(slug, files),
        library=shared_library(),
        author="ana",
        publisher="luis",
        now=clock.now(),
    )


def _hand_over(desk, other, draft: str) -> str:
    """To review; gives where the other person decides."""
    assert desk.post(f"{draft}revision/").status_code == 302
    return draft.replace("borradores", "revision")


@pytest.fixture
def shared(ivan, lorena) -> None:
    """A shared folder that nobody uses yet, published by itself."""
    folder = from_files(SHARED, {"subprocess.toml": SHEET.encode(), FORM: _group()})
    sent = SimpleUploadedFile(f"{SHARED}.zip", folder.to_zip(), content_type="application/zip")
    ivan.post(f"{DRAFTS}nuevo/", {"de": "zip", "zip": sent})
    review = _hand_over(ivan, lorena, f"{DRAFTS}{Draft.objects.get().pk}/")
    lorena.post(f"{review}publicar/")
    assert current_shared(SHARED).number == 1


@pytest.fixture
def used(shared) -> tuple[str, str]:
    """Two procedures that include it."""
    return _procedure("constancia-una").slug, _procedure("constancia-otra").slug


@pytest.fixture
def changed(ivan, used) -> str:
    """A draft of it with another label in its form."""
    made = ivan.post(f"/analisis/compartido/{SHARED}/borrador/")
    assert made.status_code == 302
    _write(ivan, made.url, _group().replace(b"lo vio", b"estuvo"))
    return made.url


def _write(desk, draft: str, content: bytes) -> None:
    seen = desk.get(f"{draft}archivos/{FORM}")["ETag"].strip('"')
    assert put(desk, f"{draft}archivos/{FORM}", content, seen).status_code == 200


def _prepare(desk, draft: str) -> DraftRehearsal:
    desk.post(f"{draft}ensayar/")
    row = DraftRehearsal.objects.first()
    drafted.play(row.pk)
    return row


def test_its_page_lists_who_uses_it_and_in_which_version(ivan, used):
    page = ivan.get(f"/analisis/compartido/{SHARED}/").content.decode()
    assert all(slug in page for slug in used)
    assert "La última" in page
    assert SHARED in ivan.get("/analisis/compartido/").content.decode()
    assert ivan.get("/analisis/compartido/no-hay/").status_code == 404


def test_nobody_files_what_is_shared(shared):
    assert versions.current(SHARED) is None
    assert SHARED not in {one.slug for one in versions.catalogue()}


def test_every_scenario_of_every_procedure_on_it_is_rehearsed(ivan, used, changed):
    row = _prepare(ivan, changed)
    assert sorted(row.scenarios) == sorted(
        f"{slug}/CA-E{number}" for slug in used for number in (1, 2, 3)
    )
    page = ivan.get(f"{changed}resumen/").content.decode()
    assert page.count("Sus 3 escenarios pasan") == 2
    assert "Enviar a revisión" in page


def test_another_person_publishes_it_with_every_procedure_on_it(ivan, lorena, used, changed):
    before = {slug: versions.current(slug) for slug in used}
    _prepare(ivan, changed)
    review = _hand_over(ivan, lorena, changed)
    ivan.post(f"{review}publicar/", {"tramite": used})
    assert current_shared(SHARED).number == 1
    assert lorena.get(review).content.decode().count(" checked") == 2

    told = lorena.post(f"{review}publicar/", {"tramite": used}, follow=True).content.decode()

    standing = current_shared(SHARED)
    assert standing.number == 2
    for slug in used:
        now = versions.current(slug)
        assert (now.number, now.pins[SHARED]) == (2, standing.folder_digest)
        assert now.folder_digest == before[slug].folder_digest
        assert (now.author.split()[0], now.publisher.split()[0]) == ("Iván", "Lorena")
        assert versions.by_digest(before[slug].digest).pins[SHARED] != standing.folder_digest
    assert told.count("se publicó su versión 2 con ella") == 2
    assert f"{used[0]} v2" in lorena.get(f"{changed}resumen/").content.decode()
    assert shared_library()[SHARED].digest == standing.folder_digest


def test_who_is_not_ticked_stays_on_the_earlier_one(ivan, lorena, used, changed):
    _prepare(ivan, changed)
    review = _hand_over(ivan, lorena, changed)
    lorena.post(f"{review}publicar/", {"tramite": used[:1]})
    assert [versions.current(slug).number for slug in used] == [2, 1]
    assert "Una anterior" in ivan.get(f"/analisis/compartido/{SHARED}/").content.decode()


def test_a_procedure_that_fails_on_it_keeps_it_from_review(ivan, used, changed):
    _write(ivan, changed, _group(required=True))
    _prepare(ivan, changed)
    page = ivan.get(f"{changed}resumen/").content.decode()
    assert "Qué no salió como se esperaba" in page
    ivan.post(f"{changed}revision/")
    assert Draft.objects.get(slug=SHARED, state="open")


def test_what_changed_after_the_rehearsal_stops_everything_and_says_who(
    ivan, lorena, used, changed
):
    _prepare(ivan, changed)
    review = _hand_over(ivan, lorena, changed)
    _republish(used[1])

    told = lorena.post(f"{review}publicar/", {"tramite": used})

    assert told.status_code == 422
    assert "No se publicó nada" in told.content.decode()
    assert current_shared(SHARED).number == 1
    assert versions.current(used[0]).number == 1
    lorena.post(f"{review}publicar/", {"tramite": used[:1]})
    assert versions.current(used[0]).number == 2
    assert Draft.objects.get(slug=SHARED, state="published", based_on__gt="")


def _republish(slug: str) -> None:
    folder = versions.root_folder(versions.current(slug))
    name = "messages/entrega.md"
    files = {**folder.files, name: folder.files[name] + b"\nGracias.\n"}
    versions.publish(
        from_files(slug, files),
        library=shared_library(),
        author="ana",
        publisher="luis",
        now=clock.now(),
    )


def test_a_rehearsal_is_stopped_and_goes_on_where_it_was(ivan, changed):
    ivan.post(f"{changed}ensayar/")
    row = DraftRehearsal.objects.first()
    ivan.post(f"{changed}ensayos/{row.pk}/detener/")
    drafted.play(row.pk)
    assert not row.results.exists()
    assert "Seguir ensayando" in ivan.get(f"{changed}resumen/").content.decode()

    ivan.post(f"{changed}ensayos/{row.pk}/seguir/")
    drafted.play(row.pk)

    assert row.results.count() == 6
    assert "Todos llegaron a donde debían" in ivan.get(f"{changed}resumen/").content.decode()


def test_what_passed_on_the_same_versions_is_not_played_again(ivan, used, changed):
    _prepare(ivan, changed)
    _republish(used[1])
    ivan.post(f"{changed}ensayar/")
    row = DraftRehearsal.objects.first()
    assert {one.scenario_id.split("/")[0] for one in row.results.all()} == {used[0]}
    drafted.play(row.pk)
    assert row.results.count() == 6


def test_a_shared_folder_of_the_program_begins_as_the_shelf_brings_it(ivan, db):
    slug = min(versions.shelf_library())
    made = ivan.post(f"/analisis/compartido/{slug}/borrador/")
    draft = Draft.objects.get(pk=UUID(made.url.rstrip("/").rpartition("/")[2]))
    assert (draft.slug, current_shared(slug).number) == (slug, 1)
    assert shared_library()[slug].digest == versions.shelf_library()[slug].digest
    assert ivan.get(f"{made.url}diferencia/").status_code == 200
    assert ivan.get(f"/analisis/{slug}/versiones/").status_code == 200
    assert ivan.get(f"{made.url}hallazgos.json").json()["findings"] == []
