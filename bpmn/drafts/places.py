"""Where the shell's commands find a procedure: a folder on disk, or a zip, read as an import reads it."""

from pathlib import Path

from bpmn.drafts.making import unzipped
from bpmn.package import Folder, from_files, read_folder


def folder_at(place: Path) -> Folder:
    """The folder of a path.

    Raises:
        FolderRefused: it is neither a folder of a procedure nor a zip of one.
    """
    if place.is_file() and place.suffix.lower() == ".zip":
        slug, files = unzipped(place.read_bytes(), name=place.name)
        return from_files(slug, files)
    return read_folder(place)
