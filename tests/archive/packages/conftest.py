"""Expedientes of cases that were filed and worked, sealed by the entity's real seal; made once for all tests."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import override_settings

from archive.models import Expediente
from archive.stores import open_store
from engine import commands
from engine.commands import clock
from engine.jobs import packages, workshop
from engine.jobs.execution import run_due
from engine.jobs.workshop import EntitySeal
from engine.models import Case
from signatures import keys
from signatures.models import KeyKind
from tests.engine import cases
from tests.engine.cases import FRIDAY
from tests.signatures.devpki_fixture import SEAL_PIN, dev_pki

__all__ = ["dev_pki"]

NOTE = "Ojo con la firma del anexo"
EXPORTED_AT = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """What the tests look at.

    Attributes:
        closed: package of a closed expediente.
        open: package of an open one, with a citizen's own files.
        zips: the closed one as a zip, made twice.
        refusals: codes of packages that must not be made.
    """

    closed: Path
    open: Path
    zips: tuple[bytes, bytes]
    refusals: dict[str, str]
    archive: Path


class _RolledBack(Exception):
    pass


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, dev_pki, tmp_path_factory) -> Made:
    root = tmp_path_factory.mktemp("packages")
    own = {
        "ARCHIVE_URL": f"file://{root / 'archive'}",
        "PKI_DIR": dev_pki.directory,
        "PKI_URL": dev_pki.base_url,
        "TSA_URL": "",
        "TRUST_ROOTS": "",
    }
    with (
        django_db_blocker.unblock(),
        override_settings(**own),
        contextlib.suppress(_RolledBack),
        transaction.atomic(),
    ):
        with _working(root, dev_pki.pki.pkcs12("seal")):
            found = _make(root)
        # Everything that is looked at lies in folders by now.
        raise _RolledBack
    return found


@contextlib.contextmanager
def _working(root: Path, seal: bytes) -> Iterator[None]:
    keys.enrol(seal, SEAL_PIN, None, KeyKind.SEAL)
    with clock.lend(lambda: FRIDAY):
        cases.publish_certificates(FRIDAY)
        workshop.reset()
        real = workshop.current()
    store = open_store(f"file://{root / 'archive'}")
    lent = replace(real, store=store, seal=EntitySeal(SEAL_PIN))
    with clock.lend(lambda: datetime.now(tz=UTC)), workshop.lend(lent):
        yield
    workshop.reset()


def _worked(scenario_id: str) -> Expediente:
    case = cases.file(scenario_id)
    while run_due():
        pass
    case.refresh_from_db()
    return Expediente.objects.get(number=case.expediente)


def _note(expediente: Expediente) -> None:
    """The office says something to itself."""
    case = Case.objects.get(expediente=expediente.number)
    commands.write_note(
        commands.WriteNote(
            actor=cases.official(*case.roles), case_id=case.id, text=NOTE, submit_id=uuid4()
        )
    )


def _make(root: Path) -> Made:
    closed, still_open = _worked("T02-E1"), _worked("T02-E9")
    assert closed.closed_on is not None
    assert still_open.closed_on is None
    _note(still_open)
    zips = []
    for _ in range(2):
        with packages.export_zip(closed.number, now=EXPORTED_AT) as packed:
            zips.append(packed.read())
    first, second = zips
    return Made(
        closed=packages.export(closed.number, root / "closed", now=EXPORTED_AT),
        open=packages.export(still_open.number, root / "open", now=EXPORTED_AT),
        zips=(first, second),
        refusals=dict(_refusals(closed, root)),
        archive=root / "archive",
    )


def _refusals(expediente: Expediente, root: Path) -> Iterator[tuple[str, str]]:
    for name, harm in (
        ("folder with something in it", lambda _: None),
        ("changed", lambda place: place.write_bytes(b"otra cosa")),
        ("lost", lambda place: place.unlink()),
    ):
        key = expediente.holdings.order_by("order")[0].store_key
        place = next((root / "archive").glob(f"objects/??/{key[7:]}"))
        place.chmod(0o600)
        harm(place)
        target = root / ("closed" if name.startswith("folder") else name)
        try:
            packages.export(expediente.number, target, now=EXPORTED_AT)
        except Exception as refused:  # noqa: BLE001  its code is what is tested
            yield name, str(getattr(refused, "code", refused))
