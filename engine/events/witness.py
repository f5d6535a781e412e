"""What the log was, kept outside the database: each stamped head, and the hashes of the entries it added.

A file for each head, never written twice. Whoever has the database's password does not reach it, and who
reaches it too cannot make it fit the timestamps. No personal data: only hashes and places.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.stores.durable import make_folder, write_durably
from engine.events import log, merkle, readings
from engine.events.sequence import content
from engine.models.log import LogHead, LogLeaf

FORMAT = "ventanilla-witness-1"
READING = "reading"
_MODE = 0o440


@dataclass(frozen=True, kw_only=True)
class WitnessedEntry:
    """One entry of the log as it was when a head was stamped.

    Attributes:
        subject: id of the case of an event, or `reading`.
        place: of an event in its case's chain; 0 for a reading.
        reading: id of a reading, or empty.
        leaf: hash in the tree, in hexadecimal.
        essence: hash of what it tells, wherever it stands.
    """

    index: int
    subject: str
    place: int
    reading: str
    leaf: str
    essence: str


@dataclass(frozen=True, kw_only=True)
class WitnessedHead:
    """A head and the entries that it added to the one before."""

    file: Path
    since: int
    tree_size: int
    text: str
    token: bytes
    tsa: str
    at: datetime
    entries: tuple[WitnessedEntry, ...]


def keep_new(folder: Path) -> int:
    """Write the heads that the folder does not have yet; how many they were.

    Raises:
        OSError: the folder cannot be written.
    """
    known = _newest_size(folder)
    new = LogHead.objects.filter(tree_size__gt=known).order_by("tree_size")
    count = 0
    for head in new.iterator(100):
        _write(folder, head, known)
        known = head.tree_size
        count += 1
    return count


def heads_in(folder: Path) -> Iterator[WitnessedHead]:
    """Every head that a folder keeps, in order.

    Raises:
        ValueError: a file is no witness; its name is in the message.
    """
    for file in _files(folder):
        try:
            yield _read(file)
        except (ValueError, KeyError, TypeError, IndexError, OSError) as error:
            raise ValueError(file.name) from error


def _write(folder: Path, head: LogHead, since: int) -> None:
    leaves = LogLeaf.objects.select_related("event", "reading").filter(
        index__gte=since, index__lt=head.tree_size
    )
    first = {
        "format": FORMAT,
        "since": since,
        "size": head.tree_size,
        "head": head.text,
        "token": base64.b64encode(bytes(head.token)).decode("ascii"),
        "tsa": head.tsa,
        "at": head.at.isoformat(),
    }
    lines = [json.dumps(first, ensure_ascii=False)]
    lines += [json.dumps(_entry(leaf)) for leaf in leaves.order_by("index").iterator(1000)]
    # One folder for a million entries keeps each small enough to list.
    place = folder / f"{head.tree_size // 1_000_000:06d}" / f"{head.tree_size:012d}.jsonl"
    make_folder(place.parent)
    write_durably(place, ("\n".join(lines) + "\n").encode(), mode=_MODE)


def _entry(leaf: LogLeaf) -> list[Any]:
    hashed = merkle.leaf_hash(content(leaf)).hex()
    if leaf.reading is not None:
        told = readings.essence(leaf.reading)
        return [leaf.index, READING, 0, str(leaf.reading.pk), hashed, told]
    if leaf.event is None:
        return [leaf.index, "", 0, "", hashed, ""]
    event = leaf.event
    return [leaf.index, str(event.case_id), event.seq, "", hashed, log.essence(event)]


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.jsonl"), key=lambda file: file.name)


def _newest_size(folder: Path) -> int:
    files = _files(folder)
    return int(files[-1].stem) if files else 0


def _read(file: Path) -> WitnessedHead:
    first, *lines = file.read_text(encoding="utf-8").splitlines()
    head = json.loads(first)
    if head["format"] != FORMAT:
        raise ValueError(head["format"])
    return WitnessedHead(
        file=file,
        since=int(head["since"]),
        tree_size=int(head["size"]),
        text=head["head"],
        token=base64.b64decode(head["token"]),
        tsa=head["tsa"],
        at=datetime.fromisoformat(head["at"]),
        entries=tuple(_entry_of(json.loads(line)) for line in lines),
    )


def _entry_of(row: list[Any]) -> WitnessedEntry:
    index, subject, place, reading, leaf, essence = row
    return WitnessedEntry(
        index=int(index),
        subject=str(subject),
        place=int(place),
        reading=str(reading),
        leaf=str(leaf),
        essence=str(essence),
    )
