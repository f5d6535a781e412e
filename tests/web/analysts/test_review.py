from uuid import UUID

import pytest

from bpmn import versions
from bpmn.models import Draft, DraftRehearsal, ProcedureVersion
from engine.rehearsal import drafted
from tests.web.analysts.conftest import DRAFTS, put

pytestmark = pytest.mark.django_db


def _draft(address: str) -> Draft:
    return Draft.objects.get(pk=UUID(address.rstrip("/").rpartition("/")[2]))


def _write(desk, draft: str, path: str, content: bytes) -> None:
    before = desk.get(f"{draft}archivos/{path}")
    seen = before["ETag"].strip('"') if before.status_code == 200 else None
    assert put(desk, f"{draft}archivos/{path}", content, seen).status_code == 200


def _read(desk, draft: str, path: str) -> bytes:
    return desk.get(f"{draft}archivos/{path}").content


@pytest.fixture
def changed(ivan, draft) -> str:
    """The draft with another sentence in a message and another title in the sheet."""
    path = next(one for one in _files(ivan, draft) if one.startswith("messages/"))
    _write(ivan, draft, path, _read(ivan, draft, path) + b"\nGracias por escribirnos.\n")
    return draft


@pytest.fixture
def green(ivan, changed) -> str:
    """The changed draft, with its scenarios rehearsed."""
    ivan.post(f"{changed}ensayar/")
    drafted.play(DraftRehearsal.objects.get().pk)
    return changed


def _files(desk, draft: str) -> list[str]:
    return [one["path"] for one in desk.get(f"{draft}archivos.json").json()["files"]]


def _review(draft: str) -> str:
    return draft.replace("borradores", "revision")


def test_one_writes_and_another_publishes(ivan, lorena, green, procedure):
    assert ivan.post(f"{green}revision/").url == _review(green)
    ivan.post(f"{_review(green)}publicar/")
    assert versions.current(procedure.slug).number == 1

    lorena.post(f"{_review(green)}publicar/")

    standing = versions.current(procedure.slug)
    assert standing.number == 2
    assert standing.author.startswith("Iván")
    assert standing.publisher.startswith("Lorena")
    assert _draft(green).state == "published"
    history = ivan.get(f"/analisis/{procedure.slug}/versiones/").content.decode()
    assert "Retirada" in history
    assert "Lorena" in history


def test_whoever_publishes_sees_the_warnings_that_stop_nothing(ivan, lorena, changed):
    path = next(one for one in _files(ivan, changed) if one.startswith("messages/"))
    _write(ivan, changed, path, _read(ivan, changed, path) + b"\n{{ aplicant.name }}\n")
    ivan.post(f"{changed}ensayar/")
    drafted.play(DraftRehearsal.objects.get().pk)
    before = ivan.get(f"{changed}resumen/")
    ivan.post(f"{changed}revision/")
    for page in (before, lorena.get(_review(changed))):
        text = page.content.decode()
        assert "1 aviso que conviene mirar" in text
        assert "Nadie escribe el dato «aplicant»" in text
        assert "¿Quiso decir «applicant»?" in text


def test_whoever_wrote_one_line_may_not_publish(ivan, lorena, changed, procedure):
    path = next(one for one in _files(ivan, changed) if one.startswith("messages/"))
    _write(lorena, changed, path, _read(lorena, changed, path) + b"\nOtra.\n")
    lorena.post(f"{changed}ensayar/")
    drafted.play(DraftRehearsal.objects.get().pk)
    ivan.post(f"{changed}revision/")
    lorena.post(f"{_review(changed)}publicar/")
    assert versions.current(procedure.slug).number == 1


def test_without_green_scenarios_of_exactly_this_content_it_stays_a_draft(ivan, green):
    path = next(one for one in _files(ivan, green) if one.startswith("messages/"))
    _write(ivan, green, path, _read(ivan, green, path) + "\nOtra línea.\n".encode())
    ivan.post(f"{green}revision/")
    assert _draft(green).state == "open"
    assert not ProcedureVersion.objects.filter(state="in_review").exists()


def test_a_draft_with_errors_is_never_handed_in(ivan, green):
    _write(ivan, green, "process.bpmn", b"<no")
    told = ivan.post(f"{green}revision/", follow=True).content.decode()
    assert "Faltan por corregir" in told or "Falta corregir" in told
    assert _draft(green).state == "open"


def test_a_draft_that_changes_nothing_is_not_handed_in(ivan, draft):
    ivan.post(f"{draft}ensayar/")
    drafted.play(DraftRehearsal.objects.get().pk)
    told = ivan.post(f"{draft}revision/", follow=True).content.decode()
    assert "Es igual a la versión publicada" in told


def test_it_goes_back_with_a_reason_and_can_be_changed_again(ivan, lorena, green):
    ivan.post(f"{green}revision/")
    assert put(ivan, f"{green}archivos/messages/x.md", b"x", None).json()["code"] == "draft-closed"
    assert lorena.post(f"{_review(green)}devolver/", {"motivo": " "}).status_code == 422

    lorena.post(f"{_review(green)}devolver/", {"motivo": "El saludo sobra."})

    assert "El saludo sobra." in ivan.get(f"{green}resumen/").content.decode()
    assert put(ivan, f"{green}archivos/messages/x.md", b"x", None).status_code == 200
    assert "El saludo sobra." in ivan.get(DRAFTS).content.decode()


def test_the_difference_is_told_in_words(lorena, ivan, green, procedure):
    flow = _read(ivan, green, "process.bpmn").decode()
    _write(
        ivan,
        green,
        "process.bpmn",
        flow.replace('candidateGroups="', 'candidateGroups="ventanilla,').encode(),
    )
    page = lorena.get(f"{green}diferencia/").content.decode()
    assert "Gracias por escribirnos." in page
    assert "Grupos" in page
    assert "data-differ-after" in page


def test_what_is_retired_says_who_and_why(ivan, procedure):
    place = f"/analisis/{procedure.slug}/"
    ivan.post(f"{place}retirar/", {"motivo": ""})
    assert versions.current(procedure.slug) is not None
    ivan.post(f"{place}retirar/", {"motivo": "Lo reemplaza otro trámite."})
    assert versions.current(procedure.slug) is None
    assert "Lo reemplaza otro trámite." in ivan.get(f"{place}versiones/").content.decode()


def test_two_versions_are_compared_by_their_numbers(ivan, lorena, green, procedure):
    ivan.post(f"{green}revision/")
    lorena.post(f"{_review(green)}publicar/")
    place = f"/analisis/{procedure.slug}/"
    page = ivan.get(f"{place}diferencias/1/2/").content.decode()
    assert "Gracias por escribirnos." in page
    assert ivan.get(f"{place}diferencias/1/9/").status_code == 404
    assert ivan.get(f"{place}versiones/2/flujo.bpmn").status_code == 200
    assert ivan.get(f"{place}diferencias/?antes=2&despues=1").url == f"{place}diferencias/1/2/"
