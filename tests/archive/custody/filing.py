"""Runs inside a window of its own: one case, worked to its end, with documents that the real seal signed."""

from datetime import UTC, datetime

from engine.commands import clock
from engine.jobs.execution import run_due
from signatures import keys
from signatures.models import KeyKind
from tests.engine import cases
from tests.signatures.devpki_fixture import SEAL_PIN

SCENARIO = "T02-E9"


def file_sealed_case(seal: bytes) -> str:
    """File and work the case; the number of its expediente.

    Args:
        seal: PKCS#12 of the sealing key.
    """
    with clock.lend(lambda: cases.FRIDAY):
        cases.publish_certificates(cases.FRIDAY)
        keys.enrol(seal, SEAL_PIN, None, KeyKind.SEAL)
        filed = cases.file(SCENARIO)
    with clock.lend(lambda: datetime.now(tz=UTC)):
        while run_due():
            pass
    filed.refresh_from_db()
    return filed.expediente
