"""Whose a key may become, what is written of it, and how it is kept at rest."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from signatures import keys
from signatures.errors import (
    AuthorityForOneself,
    KeyAlreadyEnrolled,
    KeyBlocked,
    KeyEncryptionUnknown,
    KeyHistoryRewriteRefused,
    KeyOfSomebodyElse,
    KeyReasonMissing,
    NoSigningKey,
    WrongPin,
)
from signatures.keys import Pkcs12Key
from signatures.keys.ownership import Person, Recognised, recognise
from signatures.models import KeyEvent
from tests.signatures.devpki_fixture import PIN
from tests.signatures.keys.test_custody import NOW


@pytest.fixture
def enrolled(people, owner, administrator):
    return keys.enrol(people.pki.pkcs12("p256"), PIN, owner.pk, by=administrator.pk, now=NOW)


def person(name: str, document: str = "") -> Person:
    return Person(user_id=1, name=name, document=document)


@pytest.mark.parametrize(
    ("name", "document", "how"),
    [
        ("Otro Nombre", "30700001", Recognised.BY_DOCUMENT),
        ("Carmen Portilla Erazo", "", Recognised.BY_NAME),
        ("CARMEN LUCÍA PORTILLA ERAZO", "", Recognised.BY_NAME),
        ("Carmen Portilla", "", Recognised.BY_NAME),
    ],
    ids=["same document", "same name", "one name more", "one surname less"],
)
def test_a_certificate_names_its_person(people, name, document, how) -> None:
    certificate = Pkcs12Key.open(people.pki.pkcs12("p256"), PIN).certificate

    assert recognise(certificate, person(name, document)) is how


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("Carmen Portilla Erazo", "30700002"),
        ("Carmen", ""),
        ("Carmen Portilla Rosero", ""),
        ("", ""),
    ],
    ids=["another document", "one word", "another surname", "nobody"],
)
def test_a_certificate_of_somebody_else_is_refused(people, name, document) -> None:
    certificate = Pkcs12Key.open(people.pki.pkcs12("p256"), PIN).certificate

    with pytest.raises(KeyOfSomebodyElse):
        recognise(certificate, person(name, document))


def test_somebody_else_answers_for_another_name_with_a_reason(people, owner, administrator) -> None:
    packed = people.pki.pkcs12("alcalde")
    empty = keys.Confirmation(by=administrator.pk, reason=" ")
    own = keys.Confirmation(by=owner.pk, reason="Soy yo")
    for answer, error in (
        (None, KeyOfSomebodyElse),
        (empty, KeyReasonMissing),
        (own, AuthorityForOneself),
    ):
        with pytest.raises(error):
            keys.enrol(packed, PIN, owner.pk, confirmation=answer, now=NOW)

    answered = keys.Confirmation(by=administrator.pk, reason="Cambió de nombre")
    key = keys.enrol(packed, PIN, owner.pk, confirmation=answered, now=NOW)

    assert key.history.get().details == {"recognised": "confirmed", "reason": "Cambió de nombre"}


def test_two_people_do_not_have_one_key(people, enrolled) -> None:
    namesake = get_user_model().objects.create_user(
        email="otra@ejemplo.test",
        password=None,
        first_name="Carmen",
        last_name="Portilla Erazo",
    )

    with pytest.raises(KeyAlreadyEnrolled):
        keys.enrol(people.pki.pkcs12("p256"), PIN, namesake.pk, now=NOW)


def test_a_key_that_is_let_go_signs_nothing_more_and_keeps_its_history(
    enrolled, owner, administrator
) -> None:
    with pytest.raises(KeyReasonMissing):
        keys.deactivate(enrolled.pk, "", by=administrator.pk, now=NOW)
    keys.deactivate(enrolled.pk, "Se retiró", by=administrator.pk, now=NOW)

    with pytest.raises(NoSigningKey):
        keys.unlock(owner.pk, PIN, now=NOW)
    with pytest.raises(NoSigningKey):
        keys.deactivate(enrolled.pk, "Otra vez", by=administrator.pk, now=NOW)
    history = [(event.kind, event.actor_id) for event in enrolled.history.all()]
    assert history == [("enrolled", administrator.pk), ("deactivated", administrator.pk)]


def test_a_new_key_ends_the_old_one_and_both_say_so(enrolled, people, owner) -> None:
    keys.enrol(people.pki.pkcs12("rsa-2048"), PIN, owner.pk, by=owner.pk, now=NOW)

    enrolled.refresh_from_db()
    assert not enrolled.active
    assert enrolled.deactivated_at == NOW
    assert [event.kind for event in enrolled.history.all()] == ["enrolled", "replaced"]


def test_the_history_only_grows(enrolled) -> None:
    line = KeyEvent.objects.get()
    line.details = {}

    with pytest.raises(KeyHistoryRewriteRefused):
        line.save()
    with pytest.raises(KeyHistoryRewriteRefused):
        line.delete()


def test_wrong_pins_are_in_the_history(enrolled, owner) -> None:
    for _ in range(5):
        with pytest.raises((WrongPin, KeyBlocked)):
            keys.unlock(owner.pk, "0000", now=NOW)

    kinds = [event.kind for event in enrolled.history.all()]
    assert kinds == ["enrolled", *["wrong-pin"] * 5, "blocked"]


def test_what_ends_soon_is_told(enrolled) -> None:
    assert list(keys.expiring(enrolled.not_after - timedelta(days=59))) == [enrolled]
    assert list(keys.expiring(enrolled.not_after - timedelta(days=61))) == []


def test_the_database_alone_does_not_hold_the_file(enrolled, people, settings, owner) -> None:
    settings.KEY_ENCRYPTION = ["otra clave"]

    with pytest.raises(KeyEncryptionUnknown):
        keys.unlock(owner.pk, PIN, now=NOW)


def test_the_windows_own_key_can_be_changed(enrolled, settings, owner) -> None:
    settings.KEY_ENCRYPTION = ["la nueva", *settings.KEY_ENCRYPTION]
    call_command("encrypt_keys", verbosity=0)
    settings.KEY_ENCRYPTION = ["la nueva"]

    assert keys.unlock(owner.pk, PIN, now=NOW)


def test_a_file_of_the_first_release_still_opens(enrolled, people, owner) -> None:
    enrolled.pkcs12 = people.pki.pkcs12("p256")
    enrolled.save()

    assert keys.unlock(owner.pk, PIN, now=NOW)
