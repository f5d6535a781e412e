"""People choose how they are told, stop it with one click, and the law's own notices go out all the same."""

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from engine import commands
from engine.jobs import workshop
from engine.jobs.execution import run_due
from engine.models import Job, NoticeKind
from tests.engine import cases
from tests.engine.conftest import friday, office, store
from tests.signatures.devpki_fixture import dev_pki
from tests.web.pages import visit
from web.accounts.models import User

__all__ = ["dev_pki", "friday", "office", "store"]


@pytest.fixture
def window(office, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "sms"


@pytest.fixture
def ana(client, window):
    user = User.objects.get(pk=cases.citizen().user_id)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _case():
    filed = cases.file("T02-E2")
    run_due()
    return filed


def _answer(case):
    """Somebody of the office writes on the case."""
    official = cases.official(*cases.waiting_item(case).groups)
    commands.write_letter(
        commands.WriteLetter(actor=official, case_id=case.id, text="Listo", submit_id=uuid4())
    )
    mail.outbox.clear()
    run_due()
    return [one for one in mail.outbox if "le escribió" in one.subject]


def _confirm(mobile):
    people = User.objects.filter(pk=cases.citizen().user_id)
    people.update(mobile=mobile, confirmed_mobile=mobile)


def _save(client, *ticks, celular=""):
    given = {"celular": celular, **dict.fromkeys(ticks, "on")}
    return client.post(reverse("notices:mine"), given, follow=True)


def test_the_page_says_what_cannot_be_stopped(ana):
    page = visit(ana, reverse("notices:mine"))
    assert "Siempre por correo" in page.text
    assert page.tree.xpath("//input[@name='correo-novedad'][@checked]")
    assert not page.tree.xpath("//input[@name='correo-legal']")


def test_what_is_unticked_is_not_sent_and_the_case_says_so(ana):
    _save(ana, "correo-novedad", "correo-recordatorio")
    case = _case()
    assert _answer(case) == []
    page = visit(ana, reverse("citizens:case", args=[case.radicado]))
    assert page.response.status_code == 200
    assert "Mensajes con la entidad" in page.text


def test_the_receipt_goes_out_whatever_was_chosen(ana):
    _save(ana)
    mail.outbox.clear()
    case = _case()
    [receipt] = [one for one in mail.outbox if case.radicado in one.subject]
    assert "List-Unsubscribe" not in receipt.extra_headers


def test_one_click_stops_a_kind_without_signing_in(ana):
    case = _case()
    [letter] = _answer(case)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.sub(r"^<https?://[^/]+|>$", "", letter.extra_headers["List-Unsubscribe"])
    assert address in letter.body
    stranger = Client(enforce_csrf_checks=True)
    page = visit(stranger, address)
    assert "Dejar de recibir avisos" in page.title
    assert len(_answer(case)) == 1
    done = stranger.post(address, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
    assert "Ya no le enviaremos estos avisos" in done.content.decode()
    assert _answer(case) == []


def test_a_link_that_was_tampered_with_stops_nothing(client, db):
    link = commands.stop_link(commands.person(1), NoticeKind.LETTER)
    answer = client.post(reverse("notices:stop", args=[link[:-2] + "xx"]))
    assert answer.status_code == 404
    assert "El enlace no está completo" in answer.content.decode()


def test_a_text_message_goes_to_the_mobile_and_waits_for_the_operator(ana, window):
    _confirm("3001234567")
    _save(ana, "sms-legal", celular="300 123 4567")
    window.mkdir()
    (window / "down").touch()
    case = _case()
    texts = Job.objects.filter(case=case, type="sms.send")
    assert {job.status for job in texts} == {"retrying"}
    (window / "down").unlink()
    texts.update(run_after=cases.FRIDAY)
    run_due()
    [sent, *_] = [one.read_text() for one in window.glob("*.txt")]
    assert sent.startswith("3001234567\n")
    assert f"/mis-tramites/{case.radicado}/" in sent
    page = visit(ana, reverse("citizens:case", args=[case.radicado]))
    assert "Al celular ***567" in page.text


def test_a_text_message_is_laid_aside_where_letters_are(ana, window, office):
    _confirm("3001234567")
    _save(ana, "sms-legal", celular="300 123 4567")
    held = []
    with workshop.lend(replace(office, held_letters=held)):
        _case()
    assert ("3001234567",) in [letter.to for letter in held]
    assert not list(window.glob("*.txt"))


def test_a_mobile_that_is_none_is_not_kept(ana):
    answer = _save(ana, "sms-legal", celular="12")
    assert answer.status_code == 422
    assert "empieza por 3" in answer.content.decode()


def test_who_has_no_account_signs_in_first(client, db):
    assert client.get(reverse("notices:mine")).status_code == 302
