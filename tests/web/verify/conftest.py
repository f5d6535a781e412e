"""A document that the entity's real seal signed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engine.commands import clock
from engine.jobs import workshop
from engine.jobs.execution import run_due
from engine.jobs.workshop import EntitySeal
from signatures import keys
from signatures.models import KeyKind
from tests.engine import cases
from tests.engine.conftest import friday, office, store
from tests.signatures.devpki_fixture import SEAL_PIN, dev_pki

__all__ = ["dev_pki", "friday", "office", "store"]


@pytest.fixture
def sealed(office, dev_pki, settings):
    """A certificate sealed at the real time, with its bytes."""
    settings.PKI_DIR, settings.PKI_URL = dev_pki.directory, dev_pki.base_url
    settings.TSA_URL = settings.TRUST_ROOTS = ""
    keys.enrol(dev_pki.pki.pkcs12("seal"), SEAL_PIN, None, KeyKind.SEAL)
    with (
        clock.lend(lambda: datetime.now(tz=UTC)),
        workshop.lend(replace(office, seal=EntitySeal(SEAL_PIN))),
    ):
        case = cases.file("T01-E1")
        run_due()
        yield case.documents.get(kind="certificado")
