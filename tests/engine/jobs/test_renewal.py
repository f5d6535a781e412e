"""Documents outlive their TSA: renewed in time, old versions kept, and what is at risk is told."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from archive.models import Holding
from archive.records.ledger import broken_links as broken_archive_links
from archive.records.ledger import chain_of_expediente
from engine.clock import BOGOTA
from engine.commands import clock
from engine.events import log
from engine.jobs import renewal, workshop
from engine.jobs.execution import run_due
from engine.models import Document, DocumentVersion, RenewalTrouble
from engine.queries import documents
from engine.queries.renewal import risk_report
from signatures import pades, timestamps, trust
from signatures.trust import TrustSettings
from signatures.verification import Verdict, verify
from tests.engine import cases
from tests.signatures.devpki_fixture import DevPki, free_port
from tests.signatures.timestamps.conftest import trusting
from tests.signatures.timestamps.responder import Certificate, Issuer, answering

# The PKI answers at the real time: what these tests call now has to be later than all that they sign.
NOW = datetime.now(tz=UTC) + timedelta(hours=2)
MONTH = timedelta(days=30)


@dataclass
class DevSeal:
    """The development PKI's seal, with the timestamps of a service of the tests."""

    dev_pki: DevPki
    authority: TrustSettings

    def seal(
        self,
        pdf: bytes,
        *,
        reason: str,
        location: str,
        now: datetime,
        profile: pades.Profile = pades.B_LTA,
    ):
        return pades.sign(
            pdf,
            self.dev_pki.unlock("seal"),
            field="Sello",
            reason=reason,
            location=location,
            authority=self.authority,
            now=now,
            profile=profile,
        )


@pytest.fixture
def issuer(dev_pki):
    return Issuer(dev_pki.directory)


@pytest.fixture
def lasting(issuer):
    with answering(issuer) as responder:
        yield responder


@pytest.fixture
def sealed(office, dev_pki, issuer, lasting, settings):
    """A document whose TSA ends in thirty days; the settings name one that lasts."""
    settings.PKI_DIR, settings.PKI_URL = dev_pki.directory, dev_pki.base_url
    settings.TRUST_ROOTS = settings.TSA_FILE = ""
    settings.TSA_URL = lasting.url
    timestamps.forget()
    with answering(issuer, Certificate(end=NOW + MONTH)) as ending:
        seal = DevSeal(dev_pki, trusting(dev_pki, ending))
        with workshop.lend(replace(office, seal=seal)):
            cases.file("T01-E1")
            run_due()
    return Document.objects.filter(signed_at__isnull=False, media_type="application/pdf").first()


@pytest.fixture
def today():
    with clock.lend(lambda: NOW):
        yield NOW


def at(moment: datetime):
    return clock.lend(lambda: moment)


def test_a_document_is_looked_at_and_renewed_before_its_tsa_ends(sealed, store, today):
    before = sealed.sha256

    done = renewal.sweep()

    sealed.refresh_from_db()
    assert done.renewed >= 1
    assert done.failed == 0
    assert sealed.sha256 != before
    assert sealed.proven_until > (NOW + 2 * MONTH).date()
    renewed, old = store.get(sealed.archive_key), store.get("sha256:" + before)
    later = NOW + 2 * MONTH
    assert renewed.startswith(old)
    assert verify(renewed, trust.from_settings(), now=later).verdict is Verdict.TOTAL_PASSED
    assert verify(old, trust.from_settings(), now=later).verdict is Verdict.INDETERMINATE


def test_far_from_its_end_it_is_only_looked_at(sealed, settings, today):
    settings.RENEWAL_DAYS = 10
    before = sealed.sha256

    done = renewal.sweep()

    sealed.refresh_from_db()
    assert (done.renewed, sealed.sha256) == (0, before)
    assert sealed.proven_until == (NOW + MONTH).date()
    with at(NOW + timedelta(days=21)):
        assert sealed in renewal.due(clock.now())


def test_what_was_renewed_is_not_due_again(sealed, today):
    renewal.sweep()

    again = renewal.sweep()

    assert (again.looked_at, again.renewed, again.failed) == (0, 0, 0)


def test_the_old_version_is_kept_told_and_still_found_by_its_bytes(sealed, store, today):
    before = sealed.sha256

    renewal.sweep()

    sealed.refresh_from_db()
    version = DocumentVersion.objects.get(document=sealed)
    events = sealed.case.events.filter(kind="document.renewed")
    told = next(
        d
        for d in map(json.loads, events.values_list("data", flat=True))
        if d["document"] == str(sealed.id)
    )
    day = NOW.astimezone(BOGOTA).date()
    assert (version.number, version.sha256, version.reason) == (1, before, "certificate")
    assert (told["before"], told["sha256"]) == (before, sealed.sha256)
    assert documents.public_document_by_hash(before, day).id == sealed.id
    assert documents.public_document_by_hash(sealed.sha256, day).id == sealed.id
    assert log.broken_links(sealed.case) == []
    content = documents.public_file(sealed.verification_code).content
    assert hashlib.sha256(content).hexdigest() == sealed.sha256


def test_the_new_version_is_kept_as_long_as_the_old_and_stands_in_the_expediente(
    sealed, store, today
):
    old_key = sealed.archive_key

    renewal.sweep()

    sealed.refresh_from_db()
    assert store.stat(sealed.archive_key).retain_until == store.stat(old_key).retain_until
    held = Holding.objects.get(document_id=sealed.id, store_key=sealed.archive_key)
    assert held.copy_of.store_key == old_key
    assert held.expediente.number == sealed.case.expediente
    assert broken_archive_links(chain_of_expediente(held.expediente.number)) == []


def test_while_no_tsa_answers_nothing_changes_and_the_next_sweep_goes_on(
    sealed, settings, lasting, today
):
    before = sealed.sha256
    settings.TSA_URL = f"http://127.0.0.1:{free_port()}/"

    stopped = renewal.sweep()
    sealed.refresh_from_db()
    assert stopped.stopped
    assert sealed.sha256 == before
    assert not RenewalTrouble.objects.exists()
    settings.TSA_URL = lasting.url

    assert renewal.sweep().renewed >= 1


def test_a_tsa_that_lasts_no_longer_is_reported_and_not_asked_all_day(
    sealed, issuer, settings, today
):
    with answering(issuer, Certificate(end=NOW + MONTH)) as as_short:
        settings.TSA_URL = as_short.url
        first = renewal.sweep()
        asked = as_short.asked
        second = renewal.sweep()

        assert (first.renewed, second.failed) == (0, 0)
        assert as_short.asked == asked
        with at(NOW + timedelta(days=1)):
            assert renewal.sweep().failed == first.failed
    trouble = RenewalTrouble.objects.get(document=sealed)
    assert (trouble.code, trouble.times) == ("no-longer-lasting-tsa", 2)


def test_a_document_that_does_not_verify_is_left_and_reported(sealed, store, today):
    bent = store.get(sealed.archive_key).replace(b"%%EOF", b"%%EOX", 1)
    stored = store.put(bent, media_type="application/pdf", retain_until=sealed.retain_until)
    Document.objects.filter(pk=sealed.pk).update(archive_key=stored.key)

    done = renewal.sweep()

    sealed.refresh_from_db()
    assert done.failed >= 1
    assert sealed.archive_key == stored.key
    assert RenewalTrouble.objects.get(document=sealed).code == "document-does-not-verify"


def test_a_lost_object_is_reported(sealed, today):
    Document.objects.filter(pk=sealed.pk).update(archive_key="sha256:" + "0" * 64)

    renewal.sweep()

    assert RenewalTrouble.objects.get(document=sealed).code == "object-missing"


def test_trouble_is_over_when_it_succeeds(sealed, today):
    key = sealed.archive_key
    Document.objects.filter(pk=sealed.pk).update(archive_key="sha256:" + "0" * 64)
    renewal.sweep()
    Document.objects.filter(pk=sealed.pk).update(archive_key=key)

    with at(NOW + timedelta(days=1)):
        renewal.sweep()

    assert not RenewalTrouble.objects.exists()


def test_the_report_counts_what_is_at_risk(sealed, settings, today):
    day = NOW.astimezone(BOGOTA).date()
    settings.RENEWAL_DAYS = 10
    unseen = risk_report(day)
    renewal.sweep()
    settings.RENEWAL_DAYS = 40

    soon, ended = risk_report(day), risk_report(day + timedelta(days=32))

    assert unseen.unseen == unseen.signed >= 1
    assert (soon.unseen, soon.ended) == (0, 0)
    assert soon.soon == ended.ended == soon.signed
    assert [row.id for row in soon.documents].count(sealed.id) == 1


def test_the_command_renews_and_says_so(sealed, today, capsys):
    call_command("renew_timestamps", "--dry-run")
    call_command("renew_timestamps")
    call_command("renew_timestamps", "--look-again", "--json")
    call_command("renew_timestamps", "--dry-run", "--json")

    said = capsys.readouterr().out
    assert "sin mirar" in said
    assert "renewed" in said
    assert '"failed": 0' in said
    assert '"ended": 0' in said


def test_the_command_fails_when_something_stays_at_risk(sealed, today, capsys):
    Document.objects.filter(pk=sealed.pk).update(archive_key="sha256:" + "0" * 64)

    with pytest.raises(SystemExit):
        call_command("renew_timestamps")

    assert "object-missing" in capsys.readouterr().out
