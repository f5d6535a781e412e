"""Backup of database and store together, and back.

The database's snapshot comes first and the objects after it: an object never changes, so whatever the
snapshot names is still there. Objects are kept once for all backups of a folder.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from archive.custody.backup_database import bring_back, snapshot
from archive.custody.backup_errors import BackupFailed
from archive.custody.backup_manifest import (
    MANIFEST,
    OBJECTS,
    SNAPSHOTS,
    HeldObject,
    Manifest,
    check_files,
    check_series,
    hash_of,
    held_files,
    read_objects,
    snapshots,
    write_object,
)
from archive.custody.sweep_books import Expected
from archive.stores import ObjectCorrupt, ObjectMissing, Store

Progress = Callable[[int], None]
_FOLDERS = "files"


@dataclass(frozen=True, kw_only=True)
class Source:
    """What is backed up, or filled again.

    Attributes:
        folders: by name, folders of files that belong to the installation; missing ones are left out.
        witnesses: likewise, of what tells of the database: copied before it, so that it has all that they
            tell of; a file of theirs is never written over.
        has_secrets: whether keys of this installation are in the folders.
    """

    database: BaseDatabaseWrapper
    store: Store
    folders: Mapping[str, Path] = field(default_factory=dict)
    witnesses: Mapping[str, Path] = field(default_factory=dict)
    has_secrets: bool = False


def back_up(
    source: Source,
    expected: Callable[[], Iterable[Expected]],
    root: Path,
    *,
    now: datetime,
    progress: Progress = lambda _: None,
) -> Manifest:
    """Make one more backup in a folder.

    Args:
        source: what is backed up.
        root: the folder; earlier backups in it keep their objects.
        now: moment of the backup, aware.
        progress: told how many objects were looked at.
        expected: objects that the books name, read after the database's snapshot.

    Raises:
        BackupFailed: see its codes; what was begun stays without a manifest and counts for nothing.
        StoreUnavailable: the store does not answer.
    """
    name = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder = root / SNAPSHOTS / name
    if (folder / MANIFEST).exists():
        raise BackupFailed("folder-in-use", name)
    earlier = snapshots(root)
    folder.mkdir(parents=True, exist_ok=True)
    root.chmod(0o700)
    for kept, place in source.witnesses.items():
        _copy_folder(place, folder / _FOLDERS / kept)
    database = snapshot(source.database, folder)
    for kept, place in source.folders.items():
        _copy_folder(place, folder / _FOLDERS / kept)
    missing, count, size = _copy_objects(source.store, expected(), root, folder, progress)
    manifest = Manifest(
        taken_at=now.astimezone(UTC).isoformat(),
        database=database.name,
        files=held_files(folder),
        objects=count,
        object_bytes=size,
        missing=tuple(missing),
        previous=hash_of(earlier[-1] / MANIFEST) if earlier else "",
        has_secrets=source.has_secrets,
    )
    manifest.write(folder)
    return manifest


def check_backup(root: Path, name: str = "") -> tuple[Path, Manifest]:
    """Read one backup whole and see that every byte is what was written.

    Args:
        root: folder of backups.
        name: of the snapshot; empty: the newest.

    Raises:
        BackupFailed: `no-backup`, `manifest-altered`, `file-altered` or `object-altered`.
    """
    folder, manifest = chosen(root, name)
    for held in read_objects(folder):
        _read(root, held)
    return folder, manifest


def chosen(root: Path, name: str = "") -> tuple[Path, Manifest]:
    """One backup, its series and its files checked, its objects not yet."""
    found = [place for place in snapshots(root) if name in ("", place.name)]
    if not found:
        raise BackupFailed("no-backup", name or root.name)
    check_series(root)
    manifest = Manifest.read(found[-1])
    check_files(found[-1], manifest)
    return found[-1], manifest


def restore(
    source: Source,
    root: Path,
    *,
    name: str = "",
    is_empty: Callable[[], bool],
    progress: Progress = lambda _: None,
) -> Manifest:
    """Fill an empty installation from a backup; the database comes last, so a restore can be begun again.

    Raises:
        BackupFailed: `not-empty`: the database has people or cases, or the store has other objects.
    """
    folder, manifest = chosen(root, name)
    if not is_empty() or _has_others(source.store, folder):
        raise BackupFailed("not-empty")
    for count, held in enumerate(read_objects(folder), start=1):
        stored = source.store.put(
            _read(root, held), media_type=held.media_type, retain_until=held.retain_until
        )
        if stored.key != held.key:
            raise BackupFailed("object-altered", held.key)
        if held.is_held:
            source.store.hold(held.key)
        progress(count)
    for kept, place in source.folders.items():
        _copy_folder(folder / _FOLDERS / kept, place)
    for kept, place in source.witnesses.items():
        _copy_folder(folder / _FOLDERS / kept, place, copy=_copy_missing)
    bring_back(source.database, folder / manifest.database)
    return manifest


def _has_others(store: Store, folder: Path) -> bool:
    own = {held.key for held in read_objects(folder)}
    return not own.issuperset(store.keys())


def _copy_objects(
    store: Store, expected: Iterable[Expected], root: Path, folder: Path, progress: Progress
) -> tuple[list[str], int, int]:
    missing, count, size = [], 0, 0
    with (folder / OBJECTS).open("w") as listed:
        for one in expected:
            try:
                held = _copy_object(store, one.key, root)
            except (ObjectMissing, ObjectCorrupt):
                missing.append(one.key)
                continue
            listed.write(write_object(held))
            count, size = count + 1, size + held.size_bytes
            progress(count)
    return missing, count, size


def _copy_object(store: Store, key: str, root: Path) -> HeldObject:
    stored = store.stat(key)
    place = _place(root, key)
    if not place.exists() or place.stat().st_size != stored.size_bytes:
        _write(place, store.chunks(key))
    return HeldObject(
        key=key,
        size_bytes=stored.size_bytes,
        media_type=stored.media_type,
        retain_until=stored.retain_until,
        is_held=stored.is_held,
    )


def _write(place: Path, pieces: Iterator[bytes]) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_suffix(".part")
    try:
        with half.open("wb") as out:
            out.writelines(pieces)
            out.flush()
            os.fsync(out.fileno())
    except ObjectCorrupt:
        half.unlink()
        raise
    half.replace(place)


def _read(root: Path, held: HeldObject) -> bytes:
    place = _place(root, held.key)
    try:
        content = place.read_bytes()
    except FileNotFoundError as error:
        raise BackupFailed("object-altered", held.key) from error
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != held.key:
        raise BackupFailed("object-altered", held.key)
    return content


def _place(root: Path, key: str) -> Path:
    digest = key.removeprefix("sha256:")
    return root / "objects" / digest[:2] / digest


def _copy_missing(file: str, target: str) -> None:
    if not Path(target).exists():
        shutil.copy2(file, target)


def _copy_folder(
    place: Path, target: Path, *, copy: Callable[[str, str], object] = shutil.copy2
) -> None:
    if place.is_dir():
        shutil.copytree(place, target, dirs_exist_ok=True, copy_function=copy)
    elif place.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(place, target)
