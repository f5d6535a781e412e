"""The archivist sees whether the archive is whole, and takes an expediente away as a package."""

import io
import zipfile
from datetime import date

import pytest

from archive.models import Expediente
from engine.jobs import integrity


def _text(response) -> str:
    return response.content.decode()


@pytest.fixture
def archivist(case, sign_in):
    return sign_in("archivo-central", email="archivo@correo.test")


def test_before_the_first_pass_nothing_is_promised(archivist) -> None:
    assert "Todavía no hay una lectura completa" in _text(archivist.get("/archivo/integridad/"))


def test_a_whole_archive_says_when_it_was_read(archivist) -> None:
    read = sum(step.checked for step in integrity.sweep_whole())

    page = _text(archivist.get("/archivo/integridad/"))

    assert "Todo concuerda" in page
    assert f": {read} objetos." in page


def test_what_is_wrong_comes_first(archivist, store) -> None:
    stray = store.put(b"nadie", media_type="text/plain", retain_until=date(2030, 1, 1)).key
    list(integrity.sweep_whole())

    page = _text(archivist.get("/archivo/integridad/"))

    assert "1 hallazgo sin resolver" in page
    assert "ningún libro lo nombra" in page
    assert stray in page


def test_an_expediente_is_downloaded_as_a_package(archivist, case, dev_pki, settings) -> None:
    settings.PKI_DIR, settings.TRUST_ROOTS = dev_pki.directory, ""
    number = Expediente.objects.get().number

    answer = archivist.get(f"/archivo/expedientes/{number}/paquete.zip")

    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        assert f"{number}/bagit.txt" in packed.namelist()
        assert packed.testzip() is None


def test_an_auditor_downloads_the_package_of_a_case(case, sign_in, dev_pki, settings) -> None:
    settings.PKI_DIR, settings.TRUST_ROOTS = dev_pki.directory, ""
    auditor = sign_in("auditor", email="auditor@correo.test")
    case.refresh_from_db()

    answer = auditor.get(f"/auditoria/{case.radicado}/paquete.zip")

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/archivo/integridad/", "/archivo/expedientes/X/paquete.zip"])
def test_others_find_no_such_page(case, sign_in, path) -> None:
    assert sign_in("auditor", email="auditor@correo.test").get(path).status_code == 404


def test_an_expediente_that_is_not_there_has_no_package(archivist) -> None:
    assert archivist.get("/archivo/expedientes/ninguno/paquete.zip").status_code == 404
