"""`Mi firma`: an official registers, tries out and lets go of a key of their own."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from signatures import keys
from signatures.models import SigningKey
from tests.signatures.devpki_fixture import PIN
from tests.signatures.holders import authorise
from tests.web.pages import visit


@pytest.fixture
def enrolled(people, secretary) -> SigningKey:
    return keys.enrol(people.pki.pkcs12("p256"), PIN, secretary.pk, by=secretary.pk)


def key_file(people, label: str = "p256") -> SimpleUploadedFile:
    return SimpleUploadedFile("llave.p12", people.pki.pkcs12(label))


def register(desk, people, label: str = "p256", pin: str = PIN):
    answers = {"Archivo de la llave": key_file(people, label), "PIN de la llave": pin}
    return visit(desk, "keys:mine").press(desk, "Registrar la llave", answers)


def test_who_has_no_key_reads_what_to_do(desk) -> None:
    page = visit(desk, "keys:mine")

    assert "todavía no puede firmar" in page.text
    assert "Ningún acto le permite firmar" in page.text


def test_a_key_is_registered_by_its_file_and_pin(desk, people, secretary) -> None:
    page = register(desk, people)

    assert "Su llave quedó registrada" in page.text
    assert "el certificado trae su documento" in page.text
    assert keys.key_of(secretary.pk).history.get().actor == secretary
    assert PIN not in page.html


@pytest.mark.parametrize(
    ("label", "pin", "said"),
    [
        ("p256", "0000", "El PIN no es correcto"),
        ("alcalde", PIN, "El certificado es de otra persona"),
    ],
    ids=["wrong PIN", "somebody else's"],
)
def test_a_key_that_does_not_serve_is_not_registered(desk, people, label, pin, said) -> None:
    page = register(desk, people, label, pin)

    assert page.response.status_code == 422
    assert said in page.text
    assert not SigningKey.objects.exists()


def test_a_form_without_its_file_says_so_beside_the_field(desk) -> None:
    page = visit(desk, "keys:mine").press(desk, "Registrar la llave")

    assert page.response.status_code == 422
    assert "Este campo es obligatorio" in page.text


def test_a_key_is_tried_out(desk, enrolled) -> None:
    page = visit(desk, "keys:mine").press(desk, "Probar la llave", {"PIN de su llave": PIN})

    assert "La llave firma bien" in page.text
    assert "Probada" in page.text


def test_a_wrong_pin_is_told_and_written(desk, enrolled) -> None:
    page = visit(desk, "keys:mine").press(desk, "Probar la llave", {"PIN de su llave": "0000"})

    assert "El PIN no es correcto" in page.text
    assert "PIN errado" in page.text


def test_a_key_is_let_go_with_a_reason(desk, enrolled) -> None:
    page = visit(desk, "keys:mine").press(desk, "Desactivar la llave")
    assert page.response.status_code == 422

    page = page.press(desk, "Desactivar la llave", {"Por qué se desactiva": "Perdí el archivo"})

    assert "Su llave quedó desactivada" in page.text
    assert "Perdí el archivo" in page.text
    assert not SigningKey.objects.filter(active=True).exists()


def test_the_acts_of_who_signs_are_shown(desk, secretary) -> None:
    authorise(secretary.pk, "secretario-gobierno")

    page = visit(desk, "keys:mine")

    assert "Decreto 001" in page.text
    assert "Vigente" in page.text


def test_a_remote_key_asks_for_its_code(desk, people, remote, configured, secretary) -> None:
    credential = remote.service.credentials["p256"]
    credential.needs_code = True
    configured(remote=remote)
    place = keys.RemotePlace(
        service="ecd",
        credential="p256",
        sign_algorithm=credential.algorithms[0],
        needs_code=True,
    )
    keys.enrol_remote(place, credential.certificates, keys.Enrolment(owner_id=secretary.pk))

    page = visit(desk, "keys:mine").press(desk, "Enviarme un código")
    code = (remote.service.permissions.outbox / "p256.txt").read_text()
    answers = {"PIN de su llave": PIN, "Código de un solo uso": code}
    page = page.press(desk, "Probar la llave", answers)

    assert "La llave firma bien" in page.text


@pytest.mark.parametrize("address", ["keys:mine", "keys:people", "keys:seal"])
def test_citizens_do_not_find_these_pages(client, citizen, address) -> None:
    client.force_login(citizen, backend="django.contrib.auth.backends.ModelBackend")

    assert visit(client, address).response.status_code == 404


def test_the_desk_leads_here(desk) -> None:
    page = visit(desk, "officials:inbox")

    assert "Mi firma" in page.text
    assert "Firmas de todos" not in page.text
