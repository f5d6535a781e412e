"""`Firmas`: who administers the window registers acts, tokens, remote credentials and the seal."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from signatures import keys
from signatures.models import KeyKind, SigningAuthority, SigningKey
from tests.signatures.devpki_fixture import PIN, SEAL_PIN
from tests.signatures.holders import authorise
from tests.web.pages import visit

ACT = {
    "Oficina": "secretario-gobierno",
    "En calidad de": "encargado",
    "Acto": "Decreto 045",
    "Fecha del acto": "2026-02-20",
    "Firma desde": "2026-03-01",
    "Firma hasta": "2026-03-31",
}


def test_everybody_of_the_entity_is_listed_with_key_and_acts(
    office, secretary, people, citizen
) -> None:
    keys.enrol(people.pki.pkcs12("p256"), PIN, secretary.pk)
    authorise(secretary.pk, "secretario-gobierno")

    page = visit(office, "keys:people")

    assert "Carmen Portilla Erazo" in page.text
    assert "Secretaria de Gobierno" in page.text
    assert "Archivo .p12 guardado aquí" in page.text
    assert "no hay sello" in page.text
    assert str(citizen) not in page.text


def test_only_the_role_administers(sign_in, secretary) -> None:
    client = sign_in(secretary)

    for name, arguments in (
        ("keys:people", ()),
        ("keys:seal", ()),
        ("keys:person", (secretary.pk,)),
    ):
        assert visit(client, name, *arguments).response.status_code == 404


def test_an_act_is_registered_with_its_dates(office, secretary, administrator) -> None:
    page = visit(office, "keys:person", secretary.pk).press(office, "Registrar la facultad", ACT)

    assert "puede firmar como Secretaria de Gobierno" in page.text
    act = SigningAuthority.objects.get()
    assert (act.act, str(act.valid_until)) == ("Decreto 045", "2026-03-31")
    assert act.registered_by == administrator


def test_dates_that_cannot_be_are_told_and_nothing_is_lost(office, secretary) -> None:
    wrong = ACT | {"Firma hasta": "2026-02-28"}
    page = visit(office, "keys:person", secretary.pk).press(office, "Registrar la facultad", wrong)

    assert page.response.status_code == 422
    assert "Las fechas no cuadran" in page.text
    assert page.control("Acto").get("value") == "Decreto 045"


def test_an_act_ends_early_with_a_reason(office, secretary) -> None:
    authorise(secretary.pk, "secretario-gobierno")

    page = visit(office, "keys:person", secretary.pk).press(
        office, "Terminar la facultad", {"Por qué termina": "Renunció"}
    )

    assert "La facultad terminó hoy" in page.text
    assert "Renunció" in page.text
    assert SigningAuthority.objects.get().revoked_at is not None


def test_nobody_registers_their_own_act(office, administrator) -> None:
    page = visit(office, "keys:person", administrator.pk)

    assert "los registra otra persona" in page.text
    answer = office.post(
        f"/administracion/firmas/{administrator.pk}/facultad/",
        {
            "facultad-oficina": "sistemas",
            "facultad-calidad": "titular",
            "facultad-acto": "Decreto 1",
            "facultad-fecha_acto": "2026-01-01",
            "facultad-desde": "2026-01-01",
        },
    )
    assert answer.status_code == 422
    assert not SigningAuthority.objects.exists()


def test_what_the_settings_do_not_allow_is_not_offered(office, secretary, settings) -> None:
    settings.PKCS11_MODULES, settings.CSC_SERVICES = {}, {}

    page = visit(office, "keys:person", secretary.pk)

    assert "Registrar el token" not in page.text
    assert "se configuran en el servidor" in page.text


@pytest.mark.softhsm
def test_a_token_is_registered_by_names_and_its_owner_tries_it(
    office, sign_in, secretary, people, token, configured
) -> None:
    place = token.load(people, "p256")
    token.keep_certificate(place, keys.Pkcs12Key.open(people.pki.pkcs12("p256"), PIN).certificate)
    configured(token=token)

    answers = {"Etiqueta del token": token.label, "Identificador de la llave": place.key_id}
    page = visit(office, "keys:person", secretary.pk).press(office, "Registrar el token", answers)
    assert "La llave quedó registrada" in page.text

    desk = sign_in(secretary)
    page = visit(desk, "keys:mine").press(desk, "Probar la llave", {"PIN de su llave": PIN})
    assert "La llave firma bien" in page.text


@pytest.mark.softhsm
def test_a_token_that_is_not_there_is_told(office, secretary, token, configured) -> None:
    configured(token=token)
    answers = {"Etiqueta del token": "otro", "Etiqueta de la llave": "firma"}

    page = visit(office, "keys:person", secretary.pk).press(office, "Registrar el token", answers)

    assert "El dispositivo de firma no está" in page.text
    assert not SigningKey.objects.exists()


def test_a_remote_credential_is_asked_for_at_its_service(
    office, secretary, remote, configured
) -> None:
    configured(remote=remote)

    page = visit(office, "keys:person", secretary.pk).press(
        office, "Registrar la firma remota", {"Credencial": "rsa-2048"}
    )

    assert "La llave quedó registrada" in page.text
    assert SigningKey.objects.get().place["sign_algorithm"] == "1.2.840.113549.1.1.11"


def test_a_certificate_of_another_name_needs_somebody_who_answers(
    office, secretary, remote, configured
) -> None:
    configured(remote=remote)
    secretary.doc_number = "999"
    secretary.save()

    page = visit(office, "keys:person", secretary.pk).press(
        office, "Registrar la firma remota", {"Credencial": "p256"}
    )
    assert "El certificado es de otra persona" in page.text
    page = page.press(
        office,
        "Registrar la firma remota",
        {
            "Credencial": "p256",
            "Motivo, si la firma remota trae otro nombre": "Cédula mal digitada",
        },
    )

    assert "Cédula mal digitada" in page.text


def test_a_file_of_another_name_is_registered_with_a_reason(office, secretary, people) -> None:
    packed = SimpleUploadedFile("llave.p12", people.pki.pkcs12("alcalde"))
    answers = {
        "Archivo de la llave": packed,
        "PIN de la llave": PIN,
        "Motivo, si el archivo trae otro nombre": "Cambió de nombre",
    }

    page = visit(office, "keys:person", secretary.pk).press(office, "Registrar el archivo", answers)

    assert "otra persona respondió por el certificado" in page.text
    assert "Cambió de nombre" in page.text


def test_a_key_is_let_go_for_somebody(office, secretary, people) -> None:
    keys.enrol(people.pki.pkcs12("p256"), PIN, secretary.pk)

    page = visit(office, "keys:person", secretary.pk).press(
        office, "Desactivar la llave", {"Por qué se desactiva": "Dejó el cargo"}
    )

    assert "quedó desactivada" in page.text
    assert "Dejó el cargo" in page.text


def test_the_seal_is_opened_by_the_secret_of_the_server(office, dev_pki, settings) -> None:
    settings.SEAL_PASSWORD = SEAL_PIN
    seal = SimpleUploadedFile("sello.p12", dev_pki.pki.pkcs12("seal"))
    page = visit(office, "keys:seal").press(
        office, "Registrar el sello", {"Archivo de la llave": seal}
    )
    assert "La llave quedó registrada" in page.text
    assert SigningKey.objects.get(kind=KeyKind.SEAL).label == "Alcaldía de Ejemplo"

    settings.SEAL_PASSWORD = "otra"
    again = SimpleUploadedFile("sello.p12", dev_pki.pki.pkcs12("seal"))
    page = page.press(office, "Registrar el sello", {"Archivo de la llave": again})
    assert "El PIN no es correcto" in page.text
