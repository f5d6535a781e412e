"""No notice goes to a mobile before its owner typed the code that went there."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from engine.commands import clock
from engine.jobs.execution import run_due
from engine.models import Job
from tests.engine import cases
from tests.engine.conftest import friday, office, store
from tests.signatures.devpki_fixture import dev_pki
from tests.web.pages import visit
from web.accounts.models import User

__all__ = ["dev_pki", "friday", "office", "store"]
MOBILE = "3001234567"


@pytest.fixture
def phone(office, settings, tmp_path):
    """What arrived: the folder of the simulator."""
    settings.VAR_DIR = tmp_path
    return tmp_path / "sms"


@pytest.fixture
def ana(client, phone):
    client.force_login(
        User.objects.get(pk=cases.citizen().user_id),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    client.post(reverse("notices:mine"), {"celular": MOBILE, "sms-legal": "on"})
    return client


def _texts(phone):
    return [one.read_text() for one in phone.glob("*.txt")]


def _code(phone):
    return re.search(r"\b\d{6}\b", _texts(phone)[-1].split("\n", 1)[1]).group()


def _type(client, code):
    page = visit(client, reverse("notices:mobile"))
    challenge = page.tree.xpath("//input[@name='reto']/@value")
    given = {"reto": challenge[0] if challenge else "", "codigo": code}
    return client.post(reverse("notices:mobile"), given)


def test_a_mobile_that_nobody_confirmed_gets_its_code_and_nothing_else(ana, phone):
    cases.file("T02-E2")
    run_due()
    assert not Job.objects.filter(type="sms.send").exists()
    [only] = _texts(phone)
    assert only.startswith(f"{MOBILE}\n{_code(phone)}")
    assert "falta confirmar que es suyo" in visit(ana, reverse("notices:mine")).text


def test_the_code_confirms_it_and_notices_go_there(ana, phone):
    assert _type(ana, _code(phone)).status_code == 302
    assert "falta confirmar" not in visit(ana, reverse("notices:mine")).text
    cases.file("T02-E2")
    run_due()
    assert Job.objects.filter(type="sms.send").exists()


def test_another_number_has_to_be_confirmed_again(ana, phone):
    code = _code(phone)
    ana.post(reverse("notices:mine"), {"celular": "3019876543"})
    assert _type(ana, code).status_code == 422
    assert User.objects.get(pk=cases.citizen().user_id).confirmed_mobile == ""


def test_five_wrong_codes_block_it_for_a_while(ana, phone):
    right = _code(phone)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    answers = [_type(ana, wrong).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 403]
    assert _type(ana, right).status_code != 302
    answer = ana.post(reverse("notices:mobile_code"))
    assert answer.status_code == 403
    assert "le avisamos por correo" in answer.content.decode()


def test_codes_are_sent_once_a_minute_and_five_times_an_hour(ana, phone):
    start = clock.now()
    answers = []
    for minutes in (0, 1, 2, 3, 4, 5):
        with clock.lend(lambda minutes=minutes: start + timedelta(minutes=minutes)):
            answers.append(ana.post(reverse("notices:mobile_code")).status_code)
    assert answers == [429, 302, 302, 302, 302, 429]
    assert len(_texts(phone)) == 5
