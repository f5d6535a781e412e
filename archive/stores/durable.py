"""Writes files so that after a power cut there is all of each or none of it."""

import os
import tempfile
from pathlib import Path


def write_durably(place: Path, content: bytes, *, mode: int, is_last: bool = True) -> None:
    """Write beside the place, force it to the disk, and only then give it its name.

    Args:
        place: where it stands in the end.
        content: all of it.
        mode: permissions.
        is_last: of several in one folder, the last one forces the names of all to the disk.

    Raises:
        OSError: it could not be written; nothing is left of the try.
    """
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fchmod(out.fileno(), mode)
            os.fsync(out.fileno())
        Path(name).replace(place)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    if is_last:
        _force(place.parent)


def make_folder(place: Path) -> None:
    """Make a folder, with those above it, so that it is there after a power cut too."""
    if place.is_dir():
        return
    make_folder(place.parent)
    place.mkdir(exist_ok=True)
    _force(place.parent)


def _force(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
