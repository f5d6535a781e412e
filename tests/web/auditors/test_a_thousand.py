"""A thousand files at once: taken as they are, looked at by the page, and what came too late tried again."""

import json
import resource

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from signatures.verification import children
from tests.web.auditors.test_many import START, auditor, finished, pdf, sent, zipped
from tests.web.pages import Page

__all__ = ["auditor"]

NO_PDF = b"no soy un PDF"


def loose(count: int) -> list[SimpleUploadedFile]:
    return [pdf(f"{number:04d}.pdf", NO_PDF) for number in range(count)]


@pytest.fixture
def few_descriptors():
    """As many open files as a process may have on many systems, and no more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def told(client, address: str) -> dict:
    return json.loads(client.get(f"{address}tabla.json").content)


def test_a_thousand_loose_files_are_taken(auditor, few_descriptors) -> None:
    address = sent(auditor, *loose(1000))

    assert told(auditor, address) == {"total": 1000, "files": []}
    assert "Van 0 de 1000" in Page(auditor.get(address)).text


@pytest.mark.parametrize("zips", [False, True], ids=["loose", "zipped"])
def test_one_more_is_refused_with_the_remedy(auditor, zips: bool) -> None:
    files = [zipped({f"{n}.pdf": NO_PDF for n in range(1001)})] if zips else loose(1001)

    answer = auditor.post(START, {"archivos": files})

    assert answer.status_code == 422
    assert "Son más de 1000 archivos. Divídalos en varios lotes." in answer.content.decode()


def test_files_that_weigh_too_much_together_are_refused(auditor, monkeypatch, settings) -> None:
    monkeypatch.setattr("web.verify.batches.MOST_BYTES", 5_000)

    answer = auditor.post(START, {"archivos": [pdf(f"{n}.pdf", b"0" * 2_000) for n in range(3)]})

    assert answer.status_code == 422
    assert "Todo junto pesa más" in answer.content.decode()


def test_any_other_page_takes_no_more_than_a_hundred(auditor) -> None:
    answer = auditor.post("/verificar/archivo/", {"archivo": loose(101)})

    assert answer.status_code == 400
    assert "demasiados archivos" in answer.content.decode()


def test_nothing_that_was_sent_stays_behind(auditor, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sent(auditor, *loose(3))
    auditor.post(START, {"archivos": [zipped({}), *loose(2)]})

    assert list(tmp_path.glob("ventanilla-envio-*/*")) == []


def test_what_was_not_verified_in_time_is_tried_again(auditor, monkeypatch, tmp_path) -> None:
    address = sent(auditor, pdf("tarde.pdf", NO_PDF), pdf("a-tiempo.pdf", NO_PDF))
    ask, asked = children.ask, []

    def busy(limits, order):
        asked.append(order)
        return ask({**limits, "seconds": 0} if len(asked) == 1 else limits, order)

    monkeypatch.setattr(children, "ask", busy)
    late = finished(auditor, address)
    page = Page(auditor.get(address))
    auditor.post(page.form_with("Verificarlos de nuevo").get("action"))
    again = finished(auditor, address)

    assert [one["outcome"] for one in late["files"]] == ["untimely", "invalid"]
    assert "Eso no dice nada de él" in page.text
    assert [one["outcome"] for one in again["files"]] == ["invalid", "invalid"]
    assert [one["name"] for one in again["files"]] == ["tarde.pdf", "a-tiempo.pdf"]
    assert not list((tmp_path / "verification-batches").glob("*/0*"))


def test_the_table_comes_by_pages_and_by_its_outcome(auditor, monkeypatch) -> None:
    monkeypatch.setattr("web.auditors.many._ROWS", 2)
    address = sent(auditor, *loose(3))
    finished(auditor, address)

    first, second = Page(auditor.get(address)), Page(auditor.get(f"{address}?pagina=2"))

    assert "0001.pdf" in first.text
    assert "0002.pdf" not in first.text
    assert "página 2 de 2" in second.text
    assert "0002.pdf" in second.text
    assert "0000.pdf" in Page(auditor.get(f"{address}?salida=invalid")).text
    assert "0000.pdf" not in Page(auditor.get(f"{address}?salida=valid")).text


def test_half_a_line_of_a_killed_process_is_verified_again(auditor, tmp_path) -> None:
    address = sent(auditor, *loose(2))
    (folder,) = (tmp_path / "verification-batches").iterdir()
    (folder / "outcomes.jsonl").write_text('{"number": 0, "outc')

    assert len(finished(auditor, address)["files"]) == 2
