"""What people attach without an account has limits: how much, how often, for how long, and for whose eyes."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from engine import commands
from engine.commands import clock
from engine.rehearsal.samples import sample_file
from forms.models import Upload
from web.citizens import attachments

pytestmark = pytest.mark.django_db
PDF = "recibo.pdf"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.UPLOAD_DIR = tmp_path
    cache.clear()
    return tmp_path


def _attach(client, **more):
    file = SimpleUploadedFile(PDF, sample_file(PDF), "application/pdf")
    return client.post(reverse("citizens:attach"), {"archivo": file}, **more)


def test_the_largest_size_is_the_settings_and_the_refusal_says_it(client, settings):
    settings.UPLOAD_MAX_BYTES = 300
    answer = _attach(client)
    assert answer.status_code == 422
    assert "más de 0,3 KB" in answer.json()["problem"]
    settings.UPLOAD_MAX_BYTES = 5 * 1024 * 1024
    assert _attach(client).status_code == 200


def test_one_browser_attaches_so_many(client, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_OF_BROWSER", 2)
    answers = [_attach(client).status_code for _ in range(3)]
    assert answers == [200, 200, 422]
    assert "ingrese a su cuenta" in _attach(client).json()["problem"]


def test_who_throws_the_cookie_away_is_counted_by_address(client, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_OF_ADDRESS_AN_HOUR", 2)
    answers = []
    for _ in range(3):
        client.cookies.clear()
        answers.append(_attach(client, REMOTE_ADDR="192.0.2.1").status_code)
    assert answers == [200, 200, 422]
    client.cookies.clear()
    assert _attach(client, REMOTE_ADDR="192.0.2.2").status_code == 200


def test_what_waits_without_an_account_has_room_of_its_own(client, settings, citizen):
    settings.UPLOAD_MAX_BYTES = 1000
    settings.UPLOADS_WITHOUT_ACCOUNT_MAX_BYTES = 1300
    assert _attach(client).status_code == 200
    answer = _attach(client)
    assert answer.status_code == 422
    assert "sin cuenta" in answer.json()["problem"]
    client.force_login(citizen)
    assert _attach(client).status_code == 200


def test_what_nobody_filed_is_gone_after_two_days(client, citizen, place):
    _attach(client)
    client.force_login(citizen)
    _attach(client)
    start = clock.now()
    with clock.lend(lambda: start + timedelta(days=1)):
        commands.expire_drafts()
    assert Upload.objects.count() == 2
    with clock.lend(lambda: start + timedelta(days=2, minutes=1)):
        commands.expire_drafts()
    assert list(Upload.objects.values_list("owner_id", flat=True)) == [citizen.pk]
    assert len(list(place.iterdir())) == 1


def test_a_file_is_shown_only_to_the_browser_that_sent_it(client):
    shown = _attach(client).json()["address"]
    assert client.get(shown).status_code == 200
    client.cookies.clear()
    assert client.get(shown).status_code == 404
