"""The desk for who chose English: the same pages, said in the language that the person chose."""

import pytest
from django.conf import settings

from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end
from tests.web.pages import visit
from web.shell import translations


@pytest.fixture
def item(office):
    folders.publish(folders.task("uno"), end("fin"), chain(folders.LAST, "uno", "fin"))
    return cases.waiting_item(folders.file(cases.citizen("vecina@correo.test")))


@pytest.fixture
def desk(sign_in, item):
    client = sign_in(folders.OFFICE, "supervisor", "sistemas")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_every_text_of_these_rooms_has_its_english() -> None:
    rooms = {"officials", "archivists", "keys", "trust", "parameters"}
    places = {f"web/{room}" for room in rooms} | {"archive", "signatures"}

    assert [lack for lack in translations.lacks() if lack.place in places] == []


def test_the_inbox_is_in_english(desk) -> None:
    page = visit(desk, "/oficina/")

    assert page.title == "Inbox"
    assert "Task" in page.text


def test_a_page_that_grows_stays_in_the_language_of_who_asked(desk, item) -> None:
    sent = {"tarea": [str(item.id)], "accion": "tomar", "submit_id": ""}

    answer = desk.post("/oficina/varias/", sent)

    assert "1 task done." in b"".join(answer.streaming_content).decode()


def test_a_value_is_written_as_who_enters_the_next_one_writes_it(desk) -> None:
    page = visit(desk, "/administracion/parametros/")

    assert page.title == "Parameters"
    assert "24,36" in page.text
