"""Files of a draft: read, written only over the content that was seen, and never lost."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from bpmn.drafts.errors import (
    DraftClosed,
    DraftConflict,
    DraftEntryRefused,
    DraftFileMissing,
    DraftMissing,
    DraftTooLarge,
)
from bpmn.drafts.person import Person
from bpmn.models import Draft, DraftChange, DraftContent, DraftFile, DraftState
from bpmn.package.folder import MAX_FILE_BYTES, MAX_FILES, entry_findings
from bpmn.package.sheet_reader import SHEET_FILES, read_sheet


@dataclass(frozen=True, kw_only=True)
class FileState:
    """A file of a draft as it is listed.

    Attributes:
        by: who wrote it last.
    """

    path: str
    sha256: str
    size_bytes: int
    revision: int
    by: str
    at: datetime


def draft(draft_id: UUID) -> Draft:
    """The draft.

    Raises:
        DraftMissing: there is none.
    """
    found = Draft.objects.filter(pk=draft_id).first()
    if found is None:
        raise DraftMissing
    return found


def listing(of: Draft) -> list[FileState]:
    """Every file of the draft, by path."""
    return [_state(row) for row in of.files.all()]


def contents(of: Draft) -> dict[str, bytes]:
    """Bytes of every file by path."""
    rows = of.files.select_related("content")
    return {row.path: bytes(row.content.content) for row in rows}


def read(of: Draft, path: str) -> tuple[FileState, bytes]:
    """One file.

    Raises:
        DraftFileMissing: the draft has none of that path.
    """
    row = _row(of, path)
    return _state(row), bytes(row.content.content)


def save(
    of: Draft, path: str, content: bytes, *, seen: str | None, by: Person, now: datetime
) -> FileState:
    """Write a file over the content that the person saw last; the earlier content stays in the history.

    Args:
        of: the draft.
        path: inside the folder.
        content: all of the file.
        seen: SHA-256 of what it held when it was read; None for a file that is new.
        by: who writes.
        now: moment, aware.

    Raises:
        DraftConflict: somebody else wrote it, made it or took it away meanwhile.
        DraftEntryRefused: the path or the content is no part of a folder.
        DraftTooLarge: the file, or the number of files.
    """
    _require_entry(path, content)
    with _writing(of, now) as open_draft:
        row = open_draft.files.filter(path=path).first()
        if row is not None and row.content_id == _sha256(content):
            # Also a save that is sent again because its answer was lost.
            return _state(row)
        _require_seen(row, seen)
        if row is None and open_draft.files.count() >= MAX_FILES:
            raise DraftTooLarge(path=path)
        if path in SHEET_FILES:
            open_draft.title = title_of(open_draft.slug, {path: content})
        return _state(_write(open_draft, path, keep(content), by, now))


def remove(of: Draft, path: str, *, seen: str, by: Person, now: datetime) -> None:
    """Take a file away; what it held stays in the history.

    Raises:
        DraftConflict: somebody else wrote it meanwhile.
        DraftFileMissing: it is not there.
    """
    with _writing(of, now) as open_draft:
        row = _row(open_draft, path)
        _require_seen(row, seen)
        row.delete()
        _note(open_draft, "removed", by, now, path=path)


def move(of: Draft, path: str, target: str, *, by: Person, now: datetime) -> FileState:
    """Give a file another path.

    Raises:
        DraftConflict: there is a file at the target already.
        DraftEntryRefused: the target is no part of a folder.
        DraftFileMissing: there is nothing to move.
    """
    with _writing(of, now) as open_draft:
        row = _row(open_draft, path)
        _require_entry(target, bytes(row.content.content))
        _require_seen(open_draft.files.filter(path=target).first(), None)
        row.delete()
        _note(open_draft, "removed", by, now, path=path, detail=f"→ {target}")
        return _state(_write(open_draft, target, row.content, by, now, kind="moved", detail=path))


def fill(of: Draft, files: Mapping[str, bytes], *, by: Person, now: datetime) -> None:
    """Write the first files of a new draft."""
    for path, content in sorted(files.items()):
        _write(of, path, keep(content), by, now, kind="created")


def history(of: Draft, path: str = "") -> Iterator[DraftChange]:
    """What was done to a file, or to the whole draft, the newest first."""
    changes = of.changes.all()
    return (changes.filter(path=path) if path else changes).iterator()


def earlier(of: Draft, path: str, revision: int) -> bytes:
    """What a file held at a revision.

    Raises:
        DraftFileMissing: it never had that revision.
    """
    change = (
        of.changes.filter(path=path, revision=revision, content__isnull=False)
        .select_related("content")
        .first()
    )
    if change is None or change.content is None:
        raise DraftFileMissing(path=path)
    return bytes(change.content.content)


def title_of(slug: str, found: Mapping[str, bytes]) -> str:
    """What the sheet calls the procedure, or the name of its folder where no sheet can be read."""
    for name in SHEET_FILES:
        if name in found:
            sheet, _ = read_sheet(slug, name, found[name])
            return sheet.official_name[:300] or slug
    return slug


def note(of: Draft, kind: str, by: Person, now: datetime, detail: str = "") -> None:
    """Write down what somebody did to the draft as a whole."""
    _note(of, kind, by, now, detail=detail)


def keep(content: bytes) -> DraftContent:
    """Keep bytes under their SHA-256, unless they are there already."""
    kept, _ = DraftContent.objects.get_or_create(
        sha256=_sha256(content), defaults={"content": content}
    )
    return kept


def discard(of: Draft, *, by: Person, now: datetime) -> None:
    """Let nobody go on with it; what it held stays readable.

    Raises:
        DraftClosed: it is not open.
    """
    with _writing(of, now) as open_draft:
        open_draft.discard()
        _note(open_draft, "discarded", by, now)
        open_draft.save()


@contextmanager
def _writing(of: Draft, now: datetime) -> Iterator[Draft]:
    """The draft under its lock, open for who writes."""
    with transaction.atomic():
        locked = Draft.objects.select_for_update().get(pk=of.pk)
        if locked.state != DraftState.OPEN:
            raise DraftClosed
        yield locked
        locked.updated_at = now
        locked.save(update_fields=["title", "updated_at"])


def _write(  # noqa: PLR0913 — a line of the history has that many words
    of: Draft,
    path: str,
    content: DraftContent,
    by: Person,
    now: datetime,
    *,
    kind: str = "saved",
    detail: str = "",
) -> DraftFile:
    last = of.changes.filter(path=path).aggregate(last=Max("revision"))["last"] or 0
    row, _ = DraftFile.objects.update_or_create(
        draft=of,
        path=path,
        defaults={
            "content": content,
            "size_bytes": len(content.content),
            "revision": last + 1,
            "updated_by_id": by.id,
            "updated_by": by.name,
            "updated_at": now,
        },
    )
    _note(of, kind, by, now, path=path, detail=detail, row=row)
    return row


def _note(  # noqa: PLR0913
    of: Draft,
    kind: str,
    by: Person,
    now: datetime,
    *,
    path: str = "",
    detail: str = "",
    row: DraftFile | None = None,
) -> None:
    DraftChange.objects.create(
        draft=of,
        kind=kind,
        path=path,
        detail=detail,
        content=row.content if row else None,
        revision=row.revision if row else 0,
        by_id=by.id,
        by=by.name,
        at=now,
    )


def _row(of: Draft, path: str) -> DraftFile:
    row = of.files.select_related("content").filter(path=path).first()
    if row is None:
        raise DraftFileMissing(path=path)
    return row


def _require_seen(row: DraftFile | None, seen: str | None) -> None:
    if (row.content_id if row else None) == seen:
        return
    if row is None:
        raise DraftConflict(by="", at="", sha256="")
    raise DraftConflict(
        by=row.updated_by, at=row.updated_at.isoformat(), sha256=str(row.content_id)
    )


def _require_entry(path: str, content: bytes) -> None:
    if len(content) > MAX_FILE_BYTES:
        raise DraftTooLarge(path=path)
    for finding in entry_findings(path, content):
        raise DraftEntryRefused(finding)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _state(row: DraftFile) -> FileState:
    return FileState(
        path=row.path,
        sha256=str(row.content_id),
        size_bytes=row.size_bytes,
        revision=row.revision,
        by=row.updated_by,
        at=row.updated_at,
    )
