"""The shelf on disk: reading its folders and publishing them all."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bpmn.entity import Entity
from bpmn.package import Finding, FindingsError, Folder, read_folder
from bpmn.versions.publishing import SHELF, publish
from bpmn.versions.version import Version

PROCEDURES = Path(__file__).resolve().parent.parent / "procedures"
SHARED = PROCEDURES.parent / "shared"
# Procedures that nobody files: messages and moments begin them.
INTERNAL = PROCEDURES.parent / "internal"

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class ShelfLoad:
    """What came of loading the shelf: versions by slug, and findings of the folders refused."""

    published: Mapping[str, Version]
    refused: Mapping[str, tuple[Finding, ...]]


def folder_paths(place: Path) -> list[Path]:
    """Folders of a place, by name; hidden ones are none."""
    if not place.is_dir():
        return []
    return sorted(path for path in place.iterdir() if path.is_dir() and path.name[0] not in "._")


def procedure_paths() -> list[Path]:
    """Folders of every procedure of the program's shelf, the internal ones last."""
    return folder_paths(PROCEDURES) + folder_paths(INTERNAL)


def shelf_library(place: Path = SHARED) -> dict[str, Folder]:
    """The shared folders, by slug.

    Raises:
        FolderRefused: one of them is no folder.
    """
    return {path.name: read_folder(path) for path in folder_paths(place)}


def shelf_folder(slug: str) -> Folder:
    """A procedure of the program's shelf, internal or not.

    Raises:
        FolderRefused: it is no folder.
        FileNotFoundError: there is none of that name.
    """
    for place in (PROCEDURES, INTERNAL):
        if (place / slug).is_dir():
            return read_folder(place / slug)
    raise FileNotFoundError(slug)


def load_shelf(
    now: datetime,
    *,
    places: Sequence[Path] = (PROCEDURES, INTERNAL),
    shared: Path = SHARED,
    entity: Entity | None = None,
    only: Collection[str] | None = None,
    progress: Progress | None = None,
) -> ShelfLoad:
    """Publish every folder of the shelf; one that is refused does not stop the others.

    Args:
        now: moment of publication, aware.
        places: folders of procedures, those that nobody files among them.
        shared: folder of what they share.
        entity: whose offices and TRD they must fit; by default that of this window.
        only: slugs of the folders to publish; None for all.
        progress: told, before each folder, its place, how many there are, and its name.
    """
    library = shelf_library(shared)
    published: dict[str, Version] = {}
    refused: dict[str, tuple[Finding, ...]] = {}
    paths = [path for place in places for path in folder_paths(place)]
    paths = [path for path in paths if only is None or path.name in only]
    for place, path in enumerate(paths, 1):
        if progress:
            progress(place, len(paths), path.name)
        try:
            published[path.name] = publish(
                read_folder(path),
                library=library,
                author=SHELF,
                publisher=SHELF,
                now=now,
                entity=entity,
            )
        except FindingsError as refusal:
            refused[path.name] = refusal.findings
    return ShelfLoad(published, refused)
