"""A citizen signs by one-time code, from the form to the radicado, without JavaScript."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from bpmn import versions
from engine.commands import clock
from engine.models import Case
from signatures.electronic import limits
from signatures.models import CodeChallenge
from tests.bpmn.samples import NOW, documented_files, folder_with
from tests.web.citizens.test_filing import ANSWERS
from tests.web.pages import Page, visit, walk
from web.citizens import consent

DOCUMENTS = Path(__file__).resolve().parents[3] / "bpmn/shared/sp-radicacion/documents"
START = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


class Watch:
    """The window's clock, which the test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, **span: int) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def watch():
    moved = Watch()
    with clock.lend(moved):
        yield moved


@pytest.fixture
def procedure(db, watch):
    """The documented procedure, with a request that is signed by code."""
    _, files = documented_files()
    sheet = files["procedure.toml"].decode()
    signed = sheet.replace("[term]", '[signature]\ncitizen = "electronic"\n\n[term]', 1)
    templates = {
        f"documents/{path.name}": path.read_bytes()
        for path in DOCUMENTS.iterdir()
        if path.name != "constancia.typ"
    }
    changes = {"procedure.toml": signed.encode(), **templates}
    return versions.publish(
        folder_with(changes), library={}, author="ana", publisher="luis", now=NOW
    )


@pytest.fixture
def marta(client, citizen, procedure):
    client.force_login(citizen)
    return client


@pytest.fixture
def verified(citizen):
    EmailAddress.objects.create(user=citizen, email=citizen.email, verified=True, primary=True)


def preview(client, procedure, **changes) -> Page:
    form = visit(client, reverse("citizens:begin", args=[procedure.slug]))
    return walk(client, form, {**ANSWERS, **changes})


def accept(client, page: Page) -> Page:
    box = page.tree.xpath("//input[@name='acuerdo']")[0]
    box.set("checked", "checked")
    return page.press(client, "Enviarme el código")


def code_page(client, procedure) -> Page:
    return accept(client, preview(client, procedure))


def sent_code() -> str:
    found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert found
    return found.group()


def wrong_code() -> str:
    return f"{(int(sent_code()) + 1) % 1_000_000:06d}"


def write(client, page: Page, code: str) -> Page:
    return page.press(client, "Firmar y radicar", {"Código de seis cifras": code})


def radicados() -> list[str]:
    return list(Case.objects.exclude(radicado=None).values_list("radicado", flat=True))


def test_from_the_form_to_the_radicado(marta, citizen, procedure):
    before = preview(marta, procedure)
    assert before.title == "Revise antes de firmar"
    assert "ACUERDO DE USO DE FIRMA ELECTRÓNICA" in before.text
    page = accept(marta, before)
    assert page.title == "Escriba el código"
    assert "m***@correo.test" in page.text
    receipt = write(marta, page, sent_code())
    assert receipt.title == "Recibimos su solicitud"
    assert "Firmado electrónicamente" in receipt.text
    assert mail.outbox[0].to == [citizen.email]


def test_what_is_shown_is_what_is_signed(marta, procedure):
    page = preview(marta, procedure)
    link = page.tree.xpath("//a[contains(@href, 'solicitud.pdf')]/@href")[0]
    pdf = marta.get(link)
    digest = hashlib.sha256(pdf.content).hexdigest()
    assert pdf["Content-Type"] == "application/pdf"
    assert digest in page.text
    write(marta, accept(marta, page), sent_code())
    document = Case.objects.get().documents.get(kind="solicitud")
    assert bytes(document.content) == pdf.content
    assert document.details["signature"]["documentSha256"] == digest


def test_the_field_is_made_for_a_code_on_a_phone(marta, procedure):
    field = code_page(marta, procedure).control("Código de seis cifras")
    assert field.get("autocomplete") == "one-time-code"
    assert field.get("inputmode") == "numeric"


def test_the_code_stands_in_no_page(marta, procedure):
    page = code_page(marta, procedure)
    assert sent_code() not in re.sub(r"[0-9a-f-]{32,}", "", page.html)


def test_no_code_is_sent_before_the_agreement_is_accepted(marta, procedure):
    page = preview(marta, procedure).press(marta, "Enviarme el código")
    assert page.response.status_code == 422
    assert "Falta aceptar el acuerdo" in page.text
    assert mail.outbox == []


def test_a_wrong_code_says_how_many_tries_are_left(marta, procedure):
    page = write(marta, code_page(marta, procedure), wrong_code())
    assert page.response.status_code == 422
    assert "El código no es correcto" in page.text
    assert "Intentos que le quedan: 4" in page.text
    assert write(marta, page, sent_code()).title == "Recibimos su solicitud"


def test_letters_are_no_try(marta, procedure):
    page = write(marta, code_page(marta, procedure), "hola")
    assert "Escriba las seis cifras" in page.text
    assert CodeChallenge.objects.get().wrong_tries == 0


def test_five_wrong_codes_block_until_an_hour_that_is_told(marta, procedure, watch):
    page = code_page(marta, procedure)
    for _ in range(4):
        page = write(marta, page, wrong_code())
    blocked = write(marta, page, wrong_code())
    assert blocked.response.status_code == 403
    assert "9:30 a" in blocked.text
    assert "guardada como borrador" in blocked.text
    watch.move(minutes=5)
    again = accept(marta, visit(marta, reverse("citizens:preview", args=[Case.objects.get().id])))
    assert "La firma está bloqueada" in again.text
    watch.move(minutes=26)
    page = accept(marta, visit(marta, reverse("citizens:preview", args=[Case.objects.get().id])))
    assert write(marta, page, sent_code()).title == "Recibimos su solicitud"


def test_after_ten_minutes_a_new_code_is_asked_for(marta, procedure, watch):
    page = code_page(marta, procedure)
    watch.move(minutes=10)
    late = write(marta, page, sent_code())
    assert "El código venció" in late.text
    assert "Revisar y pedir otro código" in late.text
    assert radicados() == []


def test_another_code_is_sent_after_a_minute_and_the_first_is_no_good(marta, procedure, watch):
    first = code_page(marta, procedure)
    first_code = sent_code()
    early = first.press(marta, "Enviarme otro código")
    assert early.response.status_code == 429
    assert early.title == "Escriba el código"
    watch.move(minutes=1)
    second = early.press(marta, "Enviarme otro código")
    assert "Enviamos el código" in second.text
    assert len(mail.outbox) == 2
    assert "Hay un código más nuevo" in write(marta, first, first_code).text
    assert write(marta, second, sent_code()).title == "Recibimos su solicitud"


def test_changed_answers_need_a_new_code(marta, procedure, watch):
    page = code_page(marta, procedure)
    code = sent_code()
    draft = Case.objects.get().id
    watch.move(minutes=2)
    form = visit(marta, reverse("citizens:fill", args=[draft]))
    walk(marta, form, {"¿A cuántas jornadas asistió?": "4"})
    refused = write(marta, page, code)
    assert "Sus respuestas cambiaron" in refused.text
    assert radicados() == []
    new = accept(marta, visit(marta, reverse("citizens:preview", args=[draft])))
    assert write(marta, new, sent_code()).title == "Recibimos su solicitud"


def test_saving_the_same_answers_again_changes_nothing(marta, procedure, watch):
    page = code_page(marta, procedure)
    watch.move(minutes=2)
    form = visit(marta, reverse("citizens:fill", args=[Case.objects.get().id]))
    walk(marta, form, {})
    assert write(marta, page, sent_code()).title == "Recibimos su solicitud"


def test_a_page_of_old_answers_cannot_ask_for_a_code(marta, procedure, watch):
    old = preview(marta, procedure)
    watch.move(minutes=1)
    form = visit(marta, reverse("citizens:fill", args=[Case.objects.get().id]))
    walk(marta, form, {"¿A cuántas jornadas asistió?": "4"})
    refused = accept(marta, old)
    assert "Sus respuestas cambiaron" in refused.text
    assert mail.outbox == []


def test_a_second_press_gives_the_same_radicado(marta, procedure):
    page = code_page(marta, procedure)
    first = write(marta, page, sent_code())
    second = write(marta, page, sent_code())
    assert radicados()[0] in first.text
    assert radicados()[0] in second.text
    assert len(radicados()) == 1


def test_a_signature_whose_filing_failed_is_filed_without_another_code(
    marta, procedure, monkeypatch
):
    page = code_page(marta, procedure)
    with monkeypatch.context() as broken:
        broken.setattr("web.citizens.filing.file_case", _fails)
        with pytest.raises(OSError, match="database"):
            write(marta, page, sent_code())
    again = visit(marta, reverse("citizens:sign", args=[Case.objects.get().id]))
    assert again.title == "Ya firmó esta solicitud"
    assert again.press(marta, "Radicar").title == "Recibimos su solicitud"
    assert len(radicados()) == 1


def _fails(command):
    raise OSError("database")


def test_a_mail_that_does_not_leave_keeps_the_draft(marta, procedure, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9
    page = code_page(marta, procedure)
    assert page.response.status_code == 503
    assert "No pudimos enviar el código" in page.text
    assert procedure.sheet.official_name in visit(marta, "citizens:my_cases").text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert write(marta, accept(marta, page), sent_code()).title == "Recibimos su solicitud"


def test_no_code_goes_to_a_mobile_that_nobody_confirmed(marta, citizen, procedure):
    citizen.mobile = "3001234567"
    citizen.save()
    assert not preview(marta, procedure).tree.xpath("//input[@value='sms']")


def test_a_code_can_go_to_the_confirmed_mobile(marta, citizen, procedure, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    citizen.mobile = citizen.confirmed_mobile = "3001234567"
    citizen.save()
    page = preview(marta, procedure)
    for radio in page.tree.xpath("//input[@name='medio']"):
        radio.attrib.pop("checked", None)
        if radio.get("value") == "sms":
            radio.set("checked", "checked")
    page = accept(marta, page)
    assert "***67" in page.text
    text = next((tmp_path / "sms").glob("*.txt")).read_text()
    code = re.search(r"\b\d{6}\b", text.split("\n", 1)[1])
    assert code
    assert write(marta, page, code.group()).title == "Recibimos su solicitud"
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_who_has_no_verified_mailbox_may_file_unsigned(marta, procedure):
    receipt = preview(marta, procedure).press(marta, "Radicar sin firmar")
    assert receipt.title == "Recibimos su solicitud"
    assert "Firmado electrónicamente" not in receipt.text
    assert not Case.objects.get().documents.filter(kind="solicitud").exists()


def test_who_has_a_verified_mailbox_signs(marta, verified, procedure):
    page = preview(marta, procedure)
    assert "Radicar sin firmar" not in page.html
    address = reverse("citizens:preview", args=[Case.objects.get().id])
    refused = Page(marta.post(address, {"submit_id": ""}, follow=True))
    assert "pida su código" in refused.text
    assert radicados() == []


def test_the_code_shows_that_the_mailbox_is_the_persons(marta, citizen, procedure):
    write(marta, code_page(marta, procedure), sent_code())
    assert EmailAddress.objects.get(user=citizen, email=citizen.email).verified


def test_nobody_else_signs_a_draft(marta, neighbour, procedure):
    code_page(marta, procedure)
    draft = Case.objects.get().id
    marta.force_login(neighbour)
    for name in ("citizens:sign", "citizens:request_pdf"):
        assert visit(marta, name, draft).response.status_code == 404


def test_coming_back_finds_the_code_that_waits(marta, procedure):
    code_page(marta, procedure)
    page = visit(marta, reverse("citizens:preview", args=[Case.objects.get().id]))
    assert "Ya le enviamos un código" in page.text


def test_the_agreement_is_kept_word_by_word(marta, procedure):
    write(marta, code_page(marta, procedure), sent_code())
    details = Case.objects.get().documents.get(kind="solicitud").details
    assert details["agreement"] == consent.agreement().text
    assert "{entity}" not in details["agreement"]
    assert details["signature"]["agreementSha256"] == consent.agreement().sha256


def test_the_minutes_of_the_agreement_are_those_of_the_rules():
    assert timedelta(minutes=10) == limits.VALID_FOR
    assert "diez minutos" in consent.agreement().text


def test_the_case_tells_how_it_was_signed(marta, citizen, procedure):
    write(marta, code_page(marta, procedure), sent_code())
    page = visit(marta, reverse("citizens:case", args=[radicados()[0]]))
    assert "Usted firmó la solicitud" in page.text
