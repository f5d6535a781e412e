"""The citizen writes on the case, the office answers, each side is told by mail; a closed case is read-only."""

from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from engine import commands
from engine.jobs.execution import run_due
from engine.models.actor import SYSTEM
from engine.rehearsal.samples import sample_file
from tests.engine import cases
from tests.web.desks.conftest import case, dev_pki, friday, office, sign_in, store
from tests.web.pages import visit
from web.accounts.models import User

__all__ = ["case", "dev_pki", "friday", "office", "sign_in", "store"]
QUESTION = "¿Sirve el recibo del gas?"


@pytest.fixture
def ana(client, case):
    owner = User.objects.get(pk=case.owner_id)
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _ask(client, case, text=QUESTION):
    page = visit(client, reverse("citizens:case", args=[case.radicado]))
    return page.press(client, "Enviar el mensaje", {"Su mensaje": text})


def test_what_the_citizen_writes_is_on_the_case_and_the_office_is_told(ana, case, sign_in):
    groups = cases.waiting_item(case).groups
    cases.official(*groups)
    person = User.objects.get(email="carmen@correo.test")
    sign_in(*groups)
    assert person.groups.exists()
    owner = User.objects.get(pk=case.owner_id)
    ana.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    mail.outbox.clear()
    assert QUESTION in _ask(ana, case).text
    run_due()
    [told] = [one for one in mail.outbox if "Hay un mensaje" in one.subject]
    assert told.bcc == ["carmen@correo.test"]
    assert QUESTION not in told.body


def test_the_office_answers_and_the_citizen_is_told(ana, case, sign_in):
    _ask(ana, case)
    desk = sign_in(*cases.waiting_item(case).groups)
    page = visit(desk, reverse("officials:case", args=[case.radicado]))
    assert QUESTION in page.text
    mail.outbox.clear()
    page.press(desk, "Enviar el mensaje", {"Su mensaje": "Sí, el de este mes."})
    run_due()
    [told] = [one for one in mail.outbox if "La entidad le escribió" in one.subject]
    assert f"/mis-tramites/{case.radicado}/#mensajes" in told.body
    owner = User.objects.get(pk=case.owner_id)
    desk.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    read = visit(desk, reverse("citizens:case", args=[case.radicado]))
    assert "La entidad (Carmen) 20 de noviembre de 2026" in read.text
    assert "Sí, el de este mes." in read.text


def test_a_message_that_is_too_long_is_kept_and_says_what_to_do(ana, case):
    text = "a" * (commands.LONGEST_LETTER + 1)
    page = _ask(ana, case, text)
    assert page.response.status_code == 400
    assert "El mensaje es muy largo" in page.text
    assert page.control("Su mensaje").text.strip() == text


def test_a_second_press_sends_one_message(ana, case):
    page = visit(ana, reverse("citizens:case", args=[case.radicado]))
    for _ in range(2):
        page.press(ana, "Enviar el mensaje", {"Su mensaje": QUESTION})
    assert case.events.filter(kind="letter.written").count() == 1


def test_a_side_cannot_flood_the_other(ana, case):
    for _ in range(20):
        _ask(ana, case)
    page = _ask(ana, case)
    assert page.response.status_code == 429
    assert "Ya escribió muchas veces hoy" in page.text


def test_a_case_that_ended_is_only_read(ana, case):
    _ask(ana, case)
    commands.withdraw_case(
        commands.WithdrawCase(actor=SYSTEM, case_id=case.id, reason="", submit_id=uuid4())
    )
    page = visit(ana, reverse("citizens:case", args=[case.radicado]))
    assert QUESTION in page.text
    assert not page.tree.xpath("//textarea[@name='texto']")
    sent = ana.post(reverse("letters:write", args=[case.radicado]), {"texto": "Algo más"})
    assert sent.status_code == 409


def test_nobody_else_reads_or_writes(client, case, neighbour):
    client.force_login(neighbour)
    address = reverse("letters:write", args=[case.radicado])
    assert client.get(address).status_code == 404
    assert client.post(address, {"texto": "Hola"}).status_code == 404


def test_an_official_of_another_office_does_not_write(case, sign_in):
    desk = sign_in("auditor")
    page = visit(desk, reverse("letters:write", args=[case.radicado]))
    assert page.response.status_code == 200
    assert not page.tree.xpath("//textarea[@name='texto']")
    assert (
        desk.post(reverse("letters:write", args=[case.radicado]), {"texto": "Hola"}).status_code
        == 404
    )


def _bill(name="recibo.pdf"):
    return SimpleUploadedFile(name, sample_file(name), "application/pdf")


def _send(client, case, *files, text=QUESTION):
    page = visit(client, reverse("letters:write", args=[case.radicado]))
    submit_id = page.tree.xpath("//input[@name='submit_id']/@value")[0]
    given = {"texto": text, "submit_id": submit_id, "archivos": list(files)}
    return client.post(reverse("letters:write", args=[case.radicado]), given)


def test_files_go_with_a_message_and_each_side_opens_those_of_the_other(ana, case, sign_in):
    assert _send(ana, case, _bill()).status_code == 302
    desk = sign_in(*cases.waiting_item(case).groups)
    page = visit(desk, reverse("officials:case", args=[case.radicado]))
    [link] = page.tree.xpath("//ul[@class='hilo__archivos']//a")
    assert link.text == "recibo.pdf"
    assert desk.get(link.get("href")).status_code == 200
    assert _send(desk, case, _bill("modelo.pdf"), text="Llene este.").status_code == 302
    owner = User.objects.get(pk=case.owner_id)
    desk.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    page = visit(desk, reverse("citizens:case", args=[case.radicado]))
    links = page.tree.xpath("//ul[@class='hilo__archivos']//a")
    assert [one.text for one in links] == ["recibo.pdf", "modelo.pdf"]
    assert [desk.get(one.get("href")).status_code for one in links] == [200, 200]
    run_due()
    assert {one.status for one in case.documents.filter(kind="anexo")} == {"archived"}


def test_a_file_that_is_refused_keeps_what_was_written(ana, case):
    empty = SimpleUploadedFile("nada.pdf", b"", "application/pdf")
    answer = _send(ana, case, empty)
    assert answer.status_code == 422
    assert "está vacío" in answer.content.decode()
    assert QUESTION in answer.content.decode()
    assert not case.documents.filter(kind="anexo").exists()


def test_a_message_takes_five_files(ana, case):
    answer = _send(ana, case, *[_bill() for _ in range(6)])
    assert answer.status_code == 422
    assert "hasta 5 archivos" in answer.content.decode()
