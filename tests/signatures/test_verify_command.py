"""`manage.py verify`: words for people, JSON for programs, an exit code for scripts."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.signatures.devpki_fixture import DevPki

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def development_trust(settings, dev_pki: DevPki):
    settings.PKI_DIR = dev_pki.directory
    settings.TRUST_ROOTS = ""


def run(*arguments) -> int:
    with pytest.raises(SystemExit) as caught:
        call_command("verify", *map(str, arguments))
    code = caught.value.code
    assert isinstance(code, int)
    return code


def test_a_valid_document_leaves_with_zero(signed_file: Path, capsys):
    assert run(signed_file) == 0

    text = capsys.readouterr().out
    assert text.startswith("Válido")
    assert "Ana Lucía Ñáñez, Secretaria, Alcaldía de Ejemplo" in text
    assert "PAdES B-LTA" in text


def test_json_has_the_report(signed_file: Path, capsys):
    assert run(signed_file, "--json") == 0

    report = json.loads(capsys.readouterr().out)
    assert report["valid"] is True
    assert report["signers"][0]["position"] == "Secretaria"
    assert report["problems"] == []


def test_a_changed_document_leaves_with_one(signed_file: Path, capsys):
    signed_file.write_bytes(signed_file.read_bytes() + b"\n")

    assert run(signed_file) == 1
    assert "[bytes-after-last-signature]" in capsys.readouterr().out


@pytest.mark.parametrize("content", [None, b"no soy un PDF"], ids=["missing", "text"])
def test_what_cannot_be_read_leaves_with_two(tmp_path: Path, content: bytes | None):
    path = tmp_path / "x.pdf"
    if content is not None:
        path.write_bytes(content)

    assert run(path) == 2


def test_a_folder_is_verified_file_by_file(signed_file: Path, tmp_path: Path, capsys):
    folder = tmp_path / "carpeta"
    (folder / "dentro").mkdir(parents=True)
    (folder / "bueno.pdf").write_bytes(signed_file.read_bytes())
    (folder / "dentro" / "malo.PDF").write_bytes(signed_file.read_bytes() + b"\n")

    assert run(folder, "--json") == 1

    told = json.loads(capsys.readouterr().out)
    assert (told["total"], told["valid"]) == (2, 1)
    assert [(one["file"], one["valid"]) for one in told["files"]] == [
        ("bueno.pdf", True),
        ("dentro/malo.PDF", False),
    ]


def test_a_folder_of_valid_documents_leaves_with_zero(signed_file: Path, tmp_path: Path, capsys):
    (tmp_path / "carpeta").mkdir()
    (tmp_path / "carpeta" / "a.pdf").write_bytes(signed_file.read_bytes())

    assert run(tmp_path / "carpeta") == 0
    assert "1 archivos: 1 válidos, 0 no." in capsys.readouterr().out


def test_an_empty_folder_leaves_with_two(tmp_path: Path):
    assert run(tmp_path) == 2
