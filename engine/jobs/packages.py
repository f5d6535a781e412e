"""Exports the expediente of a case with what only the engine knows: its events and its verified signatures."""

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from archive.models import Expediente
from archive.packages.contents import Brought, Chain
from archive.packages.package import write_package, zip_package
from archive.stores import Store, open_store
from bpmn.entity import load as load_entity
from engine.errors import CaseNotFound
from engine.events import log
from engine.models import Case, Event
from signatures import trust
from signatures.verification import verify_isolated

_PDF = "application/pdf"
# Notes and opinions of officials are deliberation, and no part of the expediente (Ley 1712 de 2014, art. 19,
# parágrafo). The auditor's evidence has them.
INTERNAL = frozenset(
    {"note.written", "consultation.asked", "consultation.answered", "consultation.withdrawn"}
)


def export(number: str, folder: Path, *, now: datetime) -> Path:
    """Write the expediente with that number as a bag: a folder of its own inside the folder given.

    Raises:
        CaseNotFound: there is no such expediente.
        PackageFailed, ObjectMissing, ObjectCorrupt: see `archive.packages.package`.
        FileNotFoundError: the trusted roots are not there.
    """
    expediente = Expediente.objects.filter(number=number).first()
    if expediente is None:
        raise CaseNotFound(expediente=number)
    store, authority = open_store(settings.ARCHIVE_URL), trust.from_settings()
    entity = load_entity(settings.ENTITY)
    brought = Brought(
        entity=entity.name,
        entity_id=f"{entity.nit}-{entity.dv}",
        made_at=now.astimezone(UTC),
        case=_chain(Case.objects.filter(expediente=number).first()),
        reports=_reports(expediente, store, authority),
        roots=authority.roots,
    )
    return write_package(expediente, store, folder / number.replace("/", "-"), brought)


def export_zip(number: str, *, now: datetime) -> IO[bytes]:
    """The same as a zip, in a file that goes away when it is closed.

    Raises:
        CaseNotFound, PackageFailed, ObjectMissing, ObjectCorrupt, FileNotFoundError: as `export`.
    """
    out = tempfile.TemporaryFile()  # noqa: SIM115  the caller closes it
    with tempfile.TemporaryDirectory(prefix="ventanilla-paquete-") as folder:
        zip_package(export(number, Path(folder), now=now), out)
    out.seek(0)
    return out


def _told(event: Event) -> Mapping[str, Any]:
    """An event as it was hashed; of what the office said to itself only that it was there."""
    facts = {**log.facts(event), "hash": event.hash}
    if event.kind not in INTERNAL:
        return facts
    return {name: facts[name] for name in ("seq", "previous", "hash")} | {"withheld": True}


def _chain(case: Case | None) -> Chain:
    if case is None:
        return Chain()
    events = Event.objects.filter(case=case).order_by("seq")
    rows = tuple(_told(event) for event in events.iterator())
    return Chain(rows=rows, count=case.event_count, head=case.event_head)


def _reports(
    expediente: Expediente, store: Store, authority: trust.TrustSettings
) -> Mapping[str, Mapping[str, Any]]:
    """What the signatures of each PDF are worth; those without a signature have no report."""
    found = {}
    originals = expediente.holdings.filter(media_type=_PDF, removed_on=None, copy_of=None)
    for holding in originals.order_by("order"):
        report = verify_isolated(store.get(holding.store_key), authority)
        if report.signers:
            found[holding.sha256] = report.to_json()
    return found
