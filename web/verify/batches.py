"""Many files to verify: kept in a folder until each was looked at, then only what came of it.

A file is removed as soon as it is verified, and a whole batch after a day.
"""

import fcntl
import json
import shutil
import time
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from engine.commands import clock
from forms.fields.upload import largest
from signatures import trust
from web.verify.outcomes import Outcome, outcome_of, plain

MOST = 1000
_MOST_BYTES = 500 * 1024 * 1024
_KEPT_FOR = timedelta(days=1)
_CHUNK = 1024 * 1024


class BatchRefused(Exception):
    """What was sent cannot be verified as a batch; its text says why and what to do."""


class BatchUnknown(Exception):
    """There is no such batch of this person."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """How far a batch is."""

    id: UUID
    total: int
    outcomes: tuple[Outcome, ...]

    @property
    def done(self) -> int:
        """How many files were verified."""
        return len(self.outcomes)

    @property
    def is_finished(self) -> bool:
        """Whether every file was verified."""
        return self.done >= self.total


def keep(owner: int, files: "Iterable[UploadedFile[Any]]", now: datetime) -> UUID:
    """Keep the files of a person, those of a zip each by itself.

    Raises:
        BatchRefused: there are none, too many or too large ones, or a zip is not readable.
    """
    _forget_old(now)
    batch_id = uuid4()
    folder = _folder() / str(batch_id)
    folder.mkdir(parents=True)
    try:
        names = _write(folder, _contents(files))
    except BatchRefused:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    meta = {"owner": owner, "names": names, "at": now.isoformat()}
    (folder / "batch.json").write_text(json.dumps(meta, ensure_ascii=False))
    return batch_id


def find(owner: int, batch_id: UUID) -> Batch:
    """A batch of a person.

    Raises:
        BatchUnknown: missing, over, and somebody else's are alike.
    """
    folder, meta = _open(owner, batch_id)
    return Batch(id=batch_id, total=len(meta["names"]), outcomes=tuple(_outcomes(folder)))


def go_on(owner: int, batch_id: UUID, seconds: float) -> Batch:
    """Verify the next files for about so long; another one who does so at the same time is let be.

    Raises:
        BatchUnknown: as `find`.
    """
    folder, meta = _open(owner, batch_id)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return find(owner, batch_id)
        _verify_some(folder, meta["names"], seconds)
    return find(owner, batch_id)


def _verify_some(folder: Path, names: list[str], seconds: float) -> None:
    until = time.monotonic() + seconds
    authority, today = trust.from_settings(), clock.today()
    done = sum(1 for _ in _outcomes(folder))
    for number in range(done, len(names)):
        place = folder / f"{number:04d}"
        found = outcome_of(names[number], place.read_bytes(), authority, today)
        with (folder / "outcomes.jsonl").open("a", encoding="utf-8") as out:
            told = {key: value for key, value in plain(found).items() if key != "words"}
            out.write(json.dumps(told, ensure_ascii=False) + "\n")
        place.unlink()
        if time.monotonic() > until:
            return


def _contents(files: "Iterable[UploadedFile[Any]]") -> Iterator[tuple[str, IO[bytes]]]:
    for file in files:
        name, content = str(file.name or "archivo"), file.file
        if content is None:
            continue
        if not name.lower().endswith(".zip"):
            yield name, content
            continue
        try:
            with zipfile.ZipFile(content) as packed:
                yield from _members(packed)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
            raise BatchRefused(
                _(
                    "No se puede abrir «{name}»: está dañado, tiene clave o no es un .zip. "
                    "Comprímalo de nuevo sin clave."
                ).format(name=name)
            ) from error


def _members(packed: zipfile.ZipFile) -> Iterator[tuple[str, IO[bytes]]]:
    for entry in packed.infolist():
        if entry.is_dir() or entry.filename.startswith("__MACOSX/"):
            continue
        with packed.open(entry) as content:
            yield entry.filename, content


def _write(folder: Path, contents: Iterable[tuple[str, IO[bytes]]]) -> list[str]:
    """Under numbers of our own: what a name says never becomes a path."""
    names: list[str] = []
    left = _MOST_BYTES
    for name, content in contents:
        if len(names) == MOST:
            raise BatchRefused(
                _("Son más de {most} archivos. Divídalos en varios lotes.").format(most=MOST)
            )
        left -= _copy(content, folder / f"{len(names):04d}", name, left)
        names.append(name[-200:])
    if not names:
        raise BatchRefused(_("Elija por lo menos un archivo PDF, o un .zip que los tenga."))
    return names


def _copy(content: IO[bytes], place: Path, name: str, left: int) -> int:
    size = 0
    with place.open("wb") as out:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            if size > settings.UPLOAD_MAX_BYTES:
                raise BatchRefused(
                    _("«{name}» pesa más de {most}. Sáquelo del lote y repita.").format(
                        name=name, most=largest()
                    )
                )
            if size > left:
                raise BatchRefused(_("Todo junto pesa más de 500 MB. Divídalo en varios lotes."))
            out.write(chunk)
    return size


def _open(owner: int, batch_id: UUID) -> tuple[Path, dict[str, Any]]:
    folder = _folder() / str(batch_id)
    try:
        meta: dict[str, Any] = json.loads((folder / "batch.json").read_text())
    except OSError as error:
        raise BatchUnknown from error
    if meta["owner"] != owner:
        raise BatchUnknown
    return folder, meta


def _outcomes(folder: Path) -> Iterator[Outcome]:
    place = folder / "outcomes.jsonl"
    if place.exists():
        for line in place.read_text(encoding="utf-8").splitlines():
            yield Outcome(**json.loads(line))


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "verification-batches"


def _forget_old(now: datetime) -> None:
    for folder in _folder().glob("*"):
        if now.timestamp() - folder.stat().st_mtime > _KEPT_FOR.total_seconds():
            shutil.rmtree(folder, ignore_errors=True)
