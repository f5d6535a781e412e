import hashlib
import io
import zipfile

import pytest
import time_machine

from bpmn.drafts import DraftError
from bpmn.models import Draft
from bpmn.package import from_zip
from tests.bpmn.samples import documented_files, folder_with
from tests.web.analysts.conftest import DRAFTS, desk_of, listed, put
from web.shell.sentences import SENTENCES

SHEET = "archivos/procedure.toml"
NEW = "archivos/messages/nuevo.md"


def test_a_draft_begins_as_what_is_published_and_leaves_as_the_same_zip(ivan, draft):
    _, files = documented_files()
    assert set(listed(ivan, draft)) == set(files)
    sent = ivan.get(f"{draft}exportar.zip")
    assert from_zip(sent.content) == folder_with()


def test_a_file_is_written_over_the_content_that_was_seen(ivan, draft):
    before = ivan.get(draft + SHEET)
    seen = before["ETag"].strip('"')
    assert seen == hashlib.sha256(before.content).hexdigest()

    saved = put(ivan, draft + SHEET, before.content + b"\n# nota\n", seen)

    assert saved.status_code == 200
    assert saved.json()["revision"] == 2
    assert ivan.get(draft + SHEET).content.endswith(b"# nota\n")
    assert listed(ivan, draft)["procedure.toml"]["by"].startswith("Iván")


def test_two_analysts_never_overwrite_each_other_silently(ivan, lorena, draft):
    seen = ivan.get(draft + SHEET)["ETag"].strip('"')
    assert put(ivan, draft + SHEET, b"a = 1\n", seen).status_code == 200

    late = put(lorena, draft + SHEET, b"b = 2\n", seen)

    assert late.status_code == 412
    told = late.json()
    assert (told["code"], told["by"].split()[0]) == ("draft-conflict", "Iván")
    assert told["sha256"] == hashlib.sha256(b"a = 1\n").hexdigest()
    assert told["remedy"]
    assert ivan.get(draft + SHEET).content == b"a = 1\n"


def test_a_save_that_is_sent_again_is_no_conflict(ivan, draft):
    seen = ivan.get(draft + SHEET)["ETag"].strip('"')
    first = put(ivan, draft + SHEET, b"a = 1\n", seen).json()
    again = put(ivan, draft + SHEET, b"a = 1\n", seen)
    assert (again.status_code, again.json()["revision"]) == (200, first["revision"])


def test_what_a_file_held_stays_in_its_history(ivan, draft):
    original = ivan.get(draft + SHEET)
    put(ivan, draft + SHEET, b"a = 1\n", original["ETag"].strip('"'))

    changes = ivan.get(f"{draft}historia.json?path=procedure.toml").json()["changes"]

    assert [(one["kind"], one["revision"]) for one in changes] == [("saved", 2), ("created", 1)]
    assert all(one["by"] and one["at"] for one in changes)
    assert ivan.get(f"{draft}revisiones/1/procedure.toml").content == original.content


def test_files_are_made_moved_and_taken_away(ivan, draft):
    assert put(ivan, draft + NEW, b"Hola\n", None).status_code == 200
    assert put(ivan, draft + NEW, b"Otra\n", None).status_code == 412
    moved = ivan.post(
        f"{draft}mover.json",
        {"from": "messages/nuevo.md", "to": "messages/viejo.md"},
        content_type="application/json",
    )
    assert moved.status_code == 200
    place = f"{draft}archivos/messages/viejo.md"
    assert ivan.delete(place).status_code == 428
    seen = {"If-Match": f'"{moved.json()["sha256"]}"'}
    assert ivan.delete(place, headers=seen).status_code == 204
    assert ivan.get(place).status_code == 404
    assert ivan.get(f"{draft}revisiones/1/messages/viejo.md").content == b"Hola\n"


@pytest.mark.parametrize(
    ("path", "content", "status"),
    [
        pytest.param("../fuera.md", b"x", 422, id="outside"),
        pytest.param("notas.txt", b"x", 422, id="unknown kind"),
        pytest.param("forms/hondo/a.form", b"{}", 422, id="folder in a folder"),
        pytest.param("messages/a.md", b"\xff\xfe", 422, id="not UTF-8"),
        pytest.param("messages/a.md", b"x" * (2 * 1024 * 1024 + 1), 413, id="too large"),
    ],
)
def test_what_is_no_part_of_a_folder_is_refused_with_its_remedy(ivan, draft, path, content, status):
    told = put(ivan, f"{draft}archivos/{path}", content, None)
    assert told.status_code == status
    assert told.json()["message"]
    assert told.json()["remedy"]


def test_who_writes_says_what_they_saw(ivan, draft):
    assert ivan.put(draft + SHEET, b"x", content_type="text/plain").status_code == 428


def test_a_draft_that_is_discarded_is_not_written_any_more(ivan, draft):
    seen = ivan.get(draft + SHEET)["ETag"].strip('"')
    ivan.post(f"{draft}descartar/")
    assert put(ivan, draft + SHEET, b"x = 1\n", seen).json()["code"] == "draft-closed"


def test_others_are_seen_for_as_long_as_they_give_signs_of_life(ivan, lorena, draft):
    with time_machine.travel("2026-11-20T14:00:00Z", tick=False) as clock:
        assert ivan.get(f"{draft}presencia.json").json() == {"people": []}
        there = lorena.get(f"{draft}presencia.json").json()["people"]
        assert [one["name"].split()[0] for one in there] == ["Iván"]
        clock.shift(46)
        assert lorena.get(f"{draft}presencia.json").json() == {"people": []}


def test_only_analysts_find_a_draft(draft, client, citizen):
    official = desk_of("oficina@demo.test", "ventanilla")
    assert client.get(f"{draft}archivos.json").json()["code"] == "signed-out"
    assert official.get(f"{draft}archivos.json").status_code == 404
    assert official.get(draft).status_code == 404
    client.force_login(citizen)
    assert client.get(DRAFTS).status_code == 404


def test_a_folder_from_elsewhere_may_be_wrong(ivan):
    broken = folder_with({"process.bpmn": b"<no"}).to_zip()
    made = ivan.post(f"{DRAFTS}nuevo/", {"de": "zip", "zip": _file("mio.zip", broken)})
    assert made.status_code == 302
    assert Draft.objects.get().slug == folder_with().slug


def test_a_zip_that_reaches_outside_itself_is_refused_by_name(ivan):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x/../../fuera.md", b"x")
        archive.writestr("x/procedure.toml", b"slug = 'x'\n")
    told = ivan.post(f"{DRAFTS}nuevo/", {"de": "zip", "zip": _file("x.zip", out.getvalue())})
    assert told.status_code == 422
    assert "fuera.md" in told.content.decode()
    assert not Draft.objects.exists()


def test_pages_of_drafts_show_them(ivan, draft):
    assert "borradores" in ivan.get(DRAFTS).content.decode().lower()
    page = ivan.get(f"{draft}resumen/").content.decode()
    assert "procedure.toml" in page


def _file(name: str, content: bytes) -> io.BytesIO:
    sent = io.BytesIO(content)
    sent.name = name
    return sent


@pytest.mark.parametrize("error", [DraftError, *DraftError.__subclasses__()])
def test_every_refusal_of_a_draft_has_its_sentence(error):
    assert error.code in SENTENCES
