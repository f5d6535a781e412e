"""Anyone verifies: by code, and by the file, whose every byte counts."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import reverse
from pypdf import PdfReader

from signatures.verification import verify
from tests.web.pages import Page, visit
from web.verify import kept_reports


def upload(client, content: bytes) -> Page:
    file = SimpleUploadedFile("certificado.pdf", content, "application/pdf")
    return Page(client.post(reverse("verify:upload"), {"archivo": file}))


def test_the_code_on_the_paper_tells_what_it_is(client, sealed) -> None:
    page = visit(client, "verify:start").press(
        client, "Verificar código", {"Código": sealed.verification_code.lower().replace("-", " ")}
    )

    assert "Es auténtico y está vigente" in page.text
    assert sealed.number in page.text


def test_the_page_names_nobody_but_the_signer(client, sealed) -> None:
    page = visit(client, "verify:code", sealed.verification_code)

    assert "1085123456" not in page.html
    assert "Ana Lucía" not in page.html


def test_the_file_itself_is_authentic(client, sealed, store) -> None:
    page = upload(client, store.get(sealed.archive_key))

    assert "Es auténtico y está vigente" in page.text


def test_a_copy_with_one_byte_changed_is_told(client, sealed, store) -> None:
    content = bytearray(store.get(sealed.archive_key))
    content[len(content) // 4] ^= 1

    page = upload(client, bytes(content))

    assert "Es auténtico" not in page.text
    assert "No lo acepte" in page.text or "No es un documento válido" in page.text


def test_what_is_downloaded_by_code_is_what_was_signed(client, sealed, store) -> None:
    answer = client.get(reverse("verify:download", args=[sealed.verification_code]))

    assert answer.content == store.get(sealed.archive_key)
    assert "attachment" in answer["Content-Disposition"]


def test_an_unknown_code_says_what_to_check(client, office) -> None:
    page = Page(client.get(reverse("verify:code", args=["AAAA-BBBB-CCCC"])))

    assert page.response.status_code == 404
    assert "Qué puede revisar" in page.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vacío"),
        (b"hola", "No es un documento válido"),
        (b"%PDF-1.7\nbasura", "No es un documento válido"),
    ],
    ids=["empty", "text", "broken"],
)
def test_a_file_that_is_no_document_is_told(
    client, office, dev_pki, settings, content, said
) -> None:
    settings.PKI_DIR = dev_pki.directory

    assert said in upload(client, content).text


def download_report(client, page: Page) -> HttpResponse:
    form = page.form_with("Descargar informe firmado")
    return client.post(reverse("verify:report"), page.values(form))


def test_the_result_is_downloaded_as_a_sealed_pdf(client, sealed, store, dev_pki) -> None:
    page = upload(client, store.get(sealed.archive_key))

    answer = download_report(client, page)

    assert answer["Content-Type"] == "application/pdf"
    report = verify(answer.content, dev_pki.trust)
    assert report.valid, report.problems
    attached = json.loads(PdfReader(BytesIO(answer.content)).attachments["verificacion.json"][0])
    assert attached["file"]["sha256"] == sealed.sha256
    assert attached["report"]["verdict"] == "TOTAL_PASSED"
    assert attached["issued"]["number"] == sealed.number


def test_the_same_result_is_sealed_once(client, sealed, store) -> None:
    page = upload(client, store.get(sealed.archive_key))

    assert download_report(client, page).content == download_report(client, page).content


def test_a_result_that_nobody_gave_is_not_sealed(client, sealed) -> None:
    answer = client.post(reverse("verify:report"), {"informe": "inventado"})

    assert answer.status_code == 410


def test_no_more_reports_are_sealed_than_the_hour_allows(
    client, sealed, store, monkeypatch
) -> None:
    monkeypatch.setattr(kept_reports, "_MOST_IN_AN_HOUR", 0)
    page = upload(client, store.get(sealed.archive_key) + b" ")

    answer = download_report(client, page)

    assert answer.status_code == 429
    assert "Inténtelo más tarde" in answer.content.decode()


def test_a_bad_file_gets_its_report_too(client, sealed, store, dev_pki) -> None:
    page = upload(client, store.get(sealed.archive_key) + b"\n")

    answer = download_report(client, page)

    text = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    assert "No se puede confirmar" in text
    assert "no está entre los que expidió" in text


def test_the_command_writes_the_sealed_report(client, sealed, store, dev_pki, tmp_path) -> None:
    document, report = tmp_path / "certificado.pdf", tmp_path / "informe.pdf"
    document.write_bytes(store.get(sealed.archive_key))

    with pytest.raises(SystemExit) as left:
        call_command("verify", str(document), "--report", str(report))

    assert left.value.code == 0
    assert verify(report.read_bytes(), dev_pki.trust).valid
