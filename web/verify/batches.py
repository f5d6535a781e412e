"""Many files to verify: kept in a folder until each was looked at, then only what came of it.

A file is removed as soon as it is verified, one that was not verified in time when it is tried again, and a
whole batch after a day.
"""

import contextlib
import fcntl
import json
import os
import shutil
import time
import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.translation import gettext as _

from engine.commands import clock
from forms.fields.upload import largest
from signatures import trust
from signatures.verification import verify_isolated
from web.shell.uploads import LaidAside
from web.verify.outcomes import UNTIMELY, Outcome, outcome_of, plain

MOST = 1000
MOST_BYTES = 500 * 1024 * 1024
_KEPT_FOR = timedelta(days=1)
_CHUNK = 1024 * 1024
# Each is a process that computes: no more than there are cores, and not all of a large machine.
_AT_ONCE = min(4, os.cpu_count() or 1)


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
        """Whether every file was looked at."""
        return self.done >= self.total

    @property
    def untimely(self) -> int:
        """How many were not verified in time, and can be tried again."""
        return sum(one.outcome == UNTIMELY for one in self.outcomes)


def keep(owner: int, files: Iterable[LaidAside], now: datetime) -> UUID:
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
    outcomes = sorted(_outcomes(folder).items())
    return Batch(id=batch_id, total=len(meta["names"]), outcomes=tuple(one for _, one in outcomes))


def go_on(owner: int, batch_id: UUID, seconds: float) -> Batch:
    """Verify the next files for about so long; another one who does so at the same time is let be.

    Raises:
        BatchUnknown: as `find`.
    """
    folder, meta = _open(owner, batch_id)
    with _alone(folder) as is_alone:
        if is_alone:
            _verify_some(folder, meta["names"], seconds)
    return find(owner, batch_id)


def try_again(owner: int, batch_id: UUID) -> None:
    """Let what was not verified in time be verified once more, with the next `go_on`.

    Raises:
        BatchUnknown: as `find`.
    """
    folder, _meta = _open(owner, batch_id)
    with _alone(folder) as is_alone:
        late = [number for number, one in _outcomes(folder).items() if one.outcome == UNTIMELY]
        if is_alone:
            _write_down(folder, [{"number": number} for number in late])


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _verify_some(folder: Path, names: list[str], seconds: float) -> None:
    until = time.monotonic() + seconds
    authority, today, done = trust.from_settings(), clock.today(), _outcomes(folder)
    left = [number for number in range(len(names)) if number not in done]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for at in range(0, len(left), _AT_ONCE):
            some = {number: folder / f"{number:04d}" for number in left[at : at + _AT_ONCE]}
            contents = [place.read_bytes() for place in some.values()]
            reports = pool.map(partial(verify_isolated, trust=authority), contents)
            for number, content, report in zip(some, contents, reports, strict=True):
                found = outcome_of(names[number], content, report, today)
                told = {key: value for key, value in plain(found).items() if key != "words"}
                _write_down(folder, [{"number": number, "outcome": told}])
                if found.outcome != UNTIMELY:
                    some[number].unlink()
            if time.monotonic() > until:
                return


def _contents(files: Iterable[LaidAside]) -> Iterator[tuple[str, IO[bytes]]]:
    for file in files:
        name = str(file.name or "archivo")
        if not name.lower().endswith(".zip"):
            with file.place.open("rb") as content:
                yield name, content
            continue
        try:
            with zipfile.ZipFile(file.place) as packed:
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
    left = MOST_BYTES
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


def _outcomes(folder: Path) -> dict[int, Outcome]:
    """What came of each file, by its number; a line without an outcome takes back what was said before."""
    place = folder / "outcomes.jsonl"
    found: dict[int, Outcome] = {}
    for line in place.read_text(encoding="utf-8").splitlines() if place.exists() else ():
        try:
            told = json.loads(line)
        except ValueError:
            # Half a line of a process that was killed: that file is verified again.
            continue
        found.pop(told["number"], None)
        if "outcome" in told:
            found[told["number"]] = Outcome(**told["outcome"])
    return found


def _write_down(folder: Path, lines: list[dict[str, Any]]) -> None:
    place = folder / "outcomes.jsonl"
    is_torn = place.exists() and place.read_bytes()[-1:] not in (b"", b"\n")
    with place.open("a", encoding="utf-8") as out:
        out.write("\n" if is_torn else "")
        out.writelines(json.dumps(told, ensure_ascii=False) + "\n" for told in lines)


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "verification-batches"


def _forget_old(now: datetime) -> None:
    for folder in _folder().glob("*"):
        if now.timestamp() - folder.stat().st_mtime > _KEPT_FOR.total_seconds():
            shutil.rmtree(folder, ignore_errors=True)
