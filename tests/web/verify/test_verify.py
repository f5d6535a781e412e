"""Anyone verifies: by code, and by the file, whose every byte counts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.web.pages import Page, visit


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
