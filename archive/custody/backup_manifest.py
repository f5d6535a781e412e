"""The manifest of one backup: what it holds, with hashes, and the hash of the manifest before it.

So a backup that was taken out of the series, or changed in any byte, shows.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from archive.custody.backup_errors import BackupFailed

MANIFEST, OBJECTS = "manifest.json", "objects.jsonl"
SNAPSHOTS = "snapshots"
_PIECE = 1024 * 1024
FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class HeldFile:
    """A file of a backup, with its path in the snapshot's folder."""

    path: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class HeldObject:
    """An object of the store, as it has to be put back."""

    key: str
    size_bytes: int
    media_type: str
    retain_until: date
    is_held: bool = False


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """One backup.

    Attributes:
        taken_at: ISO 8601, in UTC.
        database: file of the database.
        files: what else is in the snapshot: list of objects, uploads, public keys.
        previous: SHA-256 of the manifest before it; empty: it is the first.
        missing: keys that the books name and the store could not give.
        has_secrets: whether keys of this installation are among the files.
    """

    taken_at: str
    database: str
    files: tuple[HeldFile, ...]
    objects: int
    object_bytes: int
    missing: tuple[str, ...]
    previous: str
    has_secrets: bool
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Write it, as the last file of its snapshot: one without it is not finished."""
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"
        (folder / MANIFEST).write_text(text)

    @staticmethod
    def read(folder: Path) -> "Manifest":
        """The manifest of a snapshot.

        Raises:
            BackupFailed: `manifest-altered`: it is none.
        """
        try:
            told = json.loads((folder / MANIFEST).read_text())
            files = tuple(HeldFile(**row) for row in told.pop("files"))
            missing = tuple(told.pop("missing"))
            return Manifest(files=files, missing=missing, **told)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise BackupFailed("manifest-altered", folder.name) from error


def snapshots(root: Path) -> list[Path]:
    """Finished snapshots, oldest first."""
    return sorted(place.parent for place in root.glob(f"{SNAPSHOTS}/*/{MANIFEST}"))


def hash_of(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    machine = hashlib.sha256()
    with file.open("rb") as content:
        while piece := content.read(_PIECE):
            machine.update(piece)
    return machine.hexdigest()


def check_series(root: Path) -> None:
    """See that every manifest names the one before it.

    Raises:
        BackupFailed: `manifest-altered`, with the snapshot where the chain breaks.
    """
    before = ""
    for folder in snapshots(root):
        manifest = Manifest.read(folder)
        # A series may begin late, when old backups were thrown away; from there on it holds.
        if before and manifest.previous != before:
            raise BackupFailed("manifest-altered", folder.name)
        before = hash_of(folder / MANIFEST)


def check_files(folder: Path, manifest: Manifest) -> None:
    """See that every file of the snapshot is as it was written.

    Raises:
        BackupFailed: `file-altered`.
    """
    for held in manifest.files:
        place = folder / held.path
        if not place.is_file() or hash_of(place) != held.sha256:
            raise BackupFailed("file-altered", held.path)


def held_files(folder: Path) -> tuple[HeldFile, ...]:
    """All files of a snapshot that is being written."""
    return tuple(
        HeldFile(
            path=str(place.relative_to(folder)),
            sha256=hash_of(place),
            size_bytes=place.stat().st_size,
        )
        for place in sorted(folder.rglob("*"))
        if place.is_file() and place.name != MANIFEST
    )


def write_object(held: HeldObject) -> str:
    """One line of the list of objects."""
    row = asdict(held) | {"retain_until": held.retain_until.isoformat()}
    return json.dumps(row) + "\n"


def read_objects(folder: Path) -> Iterator[HeldObject]:
    """The list of objects, line by line."""
    with (folder / OBJECTS).open() as lines:
        for line in lines:
            row = json.loads(line)
            until = date.fromisoformat(row.pop("retain_until"))
            yield HeldObject(retain_until=until, **row)
