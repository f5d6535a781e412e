"""The shelf, published, and a workshop whose seal is simulated and whose archive is thrown away."""

from dataclasses import replace

import pytest

from archive.stores import open_store
from engine.commands import clock
from engine.jobs import workshop
from engine.rehearsal.stage import SealSimulator
from tests.engine import cases
from tests.engine.cases import FRIDAY
from tests.signatures.devpki_fixture import dev_pki

__all__ = ["dev_pki"]


@pytest.fixture
def store(tmp_path):
    return open_store(f"file://{tmp_path / 'archive'}")


@pytest.fixture
def friday():
    """Friday 20 November 2026, nine in the morning in Pasto."""
    with clock.lend(lambda: FRIDAY):
        yield FRIDAY


@pytest.fixture
def office(db, store, friday, settings, tmp_path):
    """The shelf is published and workers have what they need; nothing outside is reached."""
    settings.ARCHIVE_URL = f"file://{tmp_path / 'archive'}"
    cases.publish_certificates(friday)
    lent = replace(workshop.current(), store=store, seal=SealSimulator())
    with workshop.lend(lent):
        yield lent
