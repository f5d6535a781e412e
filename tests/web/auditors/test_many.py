"""One document to verify, or many: each gets its own outcome, and a table can be taken away."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.signatures.conftest import signed, signed_file, unsigned_pdf
from tests.web.pages import Page

__all__ = ["signed", "signed_file", "unsigned_pdf"]

START = "/auditoria/verificar/"


@pytest.fixture
def auditor(sign_in, settings, tmp_path, dev_pki):
    settings.VAR_DIR = tmp_path
    settings.PKI_DIR, settings.TRUST_ROOTS = dev_pki.directory, ""
    return sign_in("auditor", email="control@correo.test")


def pdf(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def zipped(files: dict[str, bytes]) -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return SimpleUploadedFile("todo.zip", out.getvalue(), "application/zip")


def sent(client, *files: SimpleUploadedFile) -> str:
    answer = client.post(START, {"archivos": list(files)})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def finished(client, address: str) -> dict:
    for _ in range(20):
        client.post(address)
        told = json.loads(client.get(f"{address}tabla.json").content)
        if len(told["files"]) == told["total"]:
            return told
    raise AssertionError(told)


def test_many_files_get_an_outcome_each(auditor, signed_file: Path, tmp_path) -> None:
    good = signed_file.read_bytes()
    address = sent(auditor, pdf("bueno.pdf", good), pdf("malo.pdf", good + b"\n"))

    told = finished(auditor, address)

    assert [(one["name"], one["outcome"]) for one in told["files"]] == [
        ("bueno.pdf", "stranger"),
        ("malo.pdf", "altered"),
    ]
    page = Page(auditor.get(address))
    assert "No todos son auténticos" in page.text
    assert "bueno.pdf" in page.text
    csv = auditor.get(f"{address}tabla.csv").content.decode("utf-8-sig")
    assert "altered" in csv
    left = {path.name for path in (tmp_path / "verification-batches").glob("*/*")}
    assert left == {"batch.json", "lock", "outcomes.jsonl"}


def test_a_zip_is_many_files_whatever_their_names_say(auditor, signed_file: Path) -> None:
    address = sent(
        auditor, zipped({"../../etc/a.pdf": signed_file.read_bytes(), "b.pdf": b"no soy un PDF"})
    )

    told = finished(auditor, address)

    assert [one["outcome"] for one in told["files"]] == ["stranger", "invalid"]


def test_progress_is_told_to_htmx_until_all_is_done(auditor) -> None:
    address = sent(auditor, pdf("x.pdf", b"no"))

    assert "Verificando" in Page(auditor.get(address)).text
    answer = auditor.post(address, headers={"HX-Request": "true"})

    assert "Van 1 de 1" in answer.content.decode()
    assert answer["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Elija por lo menos un archivo"),
        ([SimpleUploadedFile("a.zip", b"roto")], "No se puede abrir «a.zip»"),
    ],
    ids=["nothing", "broken-zip"],
)
def test_what_is_no_batch_is_refused_with_the_remedy(auditor, files, said) -> None:
    answer = auditor.post(START, {"archivos": files})

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_bomb_is_refused(auditor, settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1000

    answer = auditor.post(START, {"archivos": [zipped({"a.pdf": b"0" * 5000})]})

    assert answer.status_code == 422
    assert "pesa más" in answer.content.decode()


def test_a_batch_is_only_for_who_sent_it(auditor, sign_in) -> None:
    address = sent(auditor, pdf("x.pdf", b"no"))

    other = sign_in("auditor", email="otra@correo.test")

    assert other.get(address).status_code == 404
    assert other.post(address).status_code == 404
    assert sign_in("tesorero").get(START).status_code == 404
