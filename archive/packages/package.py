"""Writes the package of an expediente: every byte is read from the store and checked on the way.

The bag is made in a child process, since the library changes the working folder of its own.
"""

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC
from pathlib import Path
from typing import IO, Any

from archive.models import ArchiveChain, ArchiveEvent, Expediente
from archive.packages.contents import Brought, Chain, Piece, pieces_of
from archive.packages.guide import GUIDE
from archive.packages.mets import mets
from archive.packages.premis import happenings_of, premis
from archive.records.incorporation import INDEX_XML
from archive.records.index import electronic_index, entries_of, head_of
from archive.records.ledger import chain_of_expediente
from archive.stores import ObjectCorrupt, Store

_ROOT = Path(__file__).resolve().parent.parent.parent
_SCRIPT = Path(__file__).parent / "standalone" / "verify_events.py"
_SECONDS = 3600
# The time that every entry of a zip carries: the same package gives the same bytes.
_ZIP_TIME = (2000, 1, 1, 0, 0, 0)


class PackageFailed(Exception):
    """A package could not be made; what was begun is no bag.

    Attributes:
        code: `folder-not-empty` or `bag-not-made`.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{code}: {detail}" if detail else code)


def write_package(expediente: Expediente, store: Store, folder: Path, brought: Brought) -> Path:
    """Write the expediente as a bag into an empty or new folder.

    Args:
        expediente: open or closed.
        store: where its objects lie.
        folder: becomes the bag.
        brought: what the archive does not know itself.

    Raises:
        PackageFailed: the folder has something in it, or the bag does not hold.
        ObjectMissing, ObjectCorrupt: the archive has not what it should.
    Source: RFC 8493 (BagIt); ISO 14721 (OAIS), dissemination information package.
    """
    if folder.exists() and any(folder.iterdir()):
        raise PackageFailed("folder-not-empty", str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    pieces = pieces_of(expediente)
    for piece in pieces:
        _take(store, piece, folder)
    if not any(piece.holding.kind == INDEX_XML for piece in pieces):
        _write(folder, "index.xml", _open_index(expediente, brought))
    archive = _archive_chain(expediente)
    _write_chains(folder, {"events.jsonl": brought.case, "archive-events.jsonl": archive})
    _write_proofs(folder, pieces, brought)
    tags = _tags(expediente, pieces, archive, brought)
    _bag(folder, _info(expediente, brought), tags)
    return folder


def zip_package(folder: Path, out: IO[bytes]) -> None:
    """Write the bag as a zip, with one folder in it."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for place in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = f"{folder.name}/{place.relative_to(folder)}"
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with place.open("rb") as content, packed.open(entry, "w") as target:
                while piece := content.read(1024 * 1024):
                    target.write(piece)


def _take(store: Store, piece: Piece, folder: Path) -> None:
    digest, key = hashlib.sha256(), piece.holding.store_key
    place = _payload(folder, piece.path.removeprefix("data/"))
    with place.open("wb") as out:
        for chunk in store.chunks(key):
            digest.update(chunk)
            out.write(chunk)
    if digest.hexdigest() != piece.holding.sha256:
        raise ObjectCorrupt(key)


def _open_index(expediente: Expediente, brought: Brought) -> bytes:
    """The index of an expediente that was not closed: as it stands, and signed by nobody."""
    head = head_of(
        expediente,
        entity=brought.entity,
        entity_id=brought.entity_id,
        indexed_at=brought.made_at,
    )
    return electronic_index(head, entries_of(expediente))


def _archive_chain(expediente: Expediente) -> Chain:
    name = chain_of_expediente(expediente.number)
    end = ArchiveChain.objects.filter(name=name).first()
    rows = [
        {
            "chain": event.chain,
            "seq": event.seq,
            "kind": event.kind,
            "at": event.at.astimezone(UTC).isoformat(),
            "actor": {"id": event.actor_id, "name": event.actor_name},
            "data": event.data,
            "previous": event.previous_hash,
            "hash": event.hash,
        }
        for event in ArchiveEvent.objects.filter(chain=name).order_by("seq")
    ]
    return Chain(rows=rows, count=end.count if end else 0, head=end.head if end else "")


def _write_chains(folder: Path, chains: Mapping[str, Chain]) -> None:
    for name, chain in chains.items():
        lines = (json.dumps(row, ensure_ascii=False, sort_keys=True) for row in chain.rows)
        _write(folder, name, "".join(f"{line}\n" for line in lines).encode())
    ends = {f"data/{name}": {"count": c.count, "head": c.head} for name, c in chains.items()}
    _write(folder, "chains.json", _json(ends))


def _write_proofs(folder: Path, pieces: Iterable[Piece], brought: Brought) -> None:
    checks = {}
    for piece in pieces:
        if piece.check is not None:
            checks[piece.path] = {
                "check": piece.check.check_name,
                "claim": piece.check.claim,
                "compliant": piece.check.is_compliant,
                "findings": piece.check.findings,
                "copy": piece.check.copy_state,
                "reason": piece.check.copy_reason,
            }
        report = brought.reports.get(piece.holding.sha256)
        if report is not None:
            name = f"proofs/verification-{piece.holding.order:03d}.json"
            _write(folder, name, _json({"file": piece.path, **report}))
    _write(folder, "proofs/entry-checks.json", _json(checks))
    if brought.roots:
        _write(
            folder, "proofs/roots.pem", b"\n".join(root.strip() for root in brought.roots) + b"\n"
        )


def _tags(
    expediente: Expediente, pieces: list[Piece], archive: Chain, brought: Brought
) -> dict[str, str]:
    rows = [row for row in (*brought.case.rows, *archive.rows) if not row.get("withheld")]
    data_of = {str(row["hash"]): json.loads(row["data"]) for row in rows}
    told = happenings_of(expediente, pieces, archive.rows, data_of, brought)
    return {
        "README.txt": GUIDE.format(
            number=expediente.number,
            title=expediente.title,
            entity=brought.entity,
            made_on=brought.made_at.date().isoformat(),
            state="cerrado" if expediente.closed_on else "abierto",
        ),
        "verify_events.py": _SCRIPT.read_text(encoding="utf-8"),
        "metadata/premis.xml": premis(expediente, pieces, told, brought).decode(),
        "metadata/mets.xml": mets(expediente, pieces, brought).decode(),
    }


def _info(expediente: Expediente, brought: Brought) -> dict[str, str]:
    """Source: RFC 8493, 2.2.2."""
    return {
        "Source-Organization": f"{brought.entity} (NIT {brought.entity_id})",
        "External-Identifier": expediente.number,
        "External-Description": expediente.title,
        "Internal-Sender-Description": f"Expediente de la serie {expediente.series}",
        "Bagging-Date": brought.made_at.date().isoformat(),
        "Bag-Software-Agent": "Ventanilla, bagit.py",
    }


def _bag(folder: Path, info: Mapping[str, str], tags: Mapping[str, str]) -> None:
    order = {"folder": str(folder.resolve()), "info": info, "tags": tags}
    try:
        subprocess.run(
            [sys.executable, "-m", "archive.packages"],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=_SECONDS,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"},
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise PackageFailed("bag-not-made", type(error).__name__) from error


def _write(folder: Path, name: str, content: bytes) -> None:
    _payload(folder, name).write_bytes(content)


def _payload(folder: Path, name: str) -> Path:
    # What lies in the folder becomes the payload: the bag moves it into `data`.
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"
