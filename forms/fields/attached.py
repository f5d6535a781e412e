"""What a page sent for a field of attachments, and what of it was taken: nothing that was there is lost."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from forms.errors import UploadRefused
from forms.models import Upload
from forms.uploads import accept, forget, owned_among

NO_ROOM = "no-room"
_LONGEST_NAME = 120


def read_ids(texts: Iterable[str]) -> Iterator[UUID]:
    """Those of the texts that are ids."""
    for text in texts:
        try:
            yield UUID(text)
        except ValueError:
            continue


@dataclass(frozen=True)
class Sent:
    """What the page sent for one field.

    Attributes:
        files: new ones.
        kept: ids of those that were there before, in their order.
        removed: ids of those that are no longer wanted.
    """

    files: "tuple[UploadedFile[Any], ...]" = ()
    kept: tuple[str, ...] = ()
    removed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RefusedFile:
    """A file that was not taken, by the name that it had, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Attached:
    """The files of a field, and those that were refused just now."""

    files: tuple[Upload, ...] = ()
    refused: tuple[RefusedFile, ...] = ()


@dataclass(frozen=True)
class Receiver:
    """Takes the files of one form.

    Attributes:
        owner_id: whose uploads may be used again.
        now: aware moment of their arrival.
        filed: files that need not be sent again, by id.
    """

    owner_id: int | None
    now: datetime
    filed: Mapping[str, Upload]

    def one(self, sent: Sent) -> Attached:
        """The file of a field that holds one: a new one takes the place of the other."""
        if not sent.files:
            return Attached(files=self._before(sent)[-1:])
        taken = self._take(sent.files[-1])
        if isinstance(taken, RefusedFile):
            return Attached(self._before(sent)[-1:], (taken,))
        return Attached(files=(taken,))

    def several(self, sent: Sent, most: int) -> Attached:
        """The files of a field that holds several: new ones come after those that were there."""
        found = Attached(files=self._before(sent))
        for file in sent.files:
            found = self._added(found, file, most)
        return found

    def _added(self, found: Attached, file: "UploadedFile[Any]", most: int) -> Attached:
        has_room = len(found.files) < most
        taken = self._take(file) if has_room else RefusedFile(_name(file), NO_ROOM)
        if isinstance(taken, RefusedFile):
            return replace(found, refused=(*found.refused, taken))
        if any(one.sha256 == taken.sha256 for one in found.files):
            forget(taken.pk)
            return found
        return replace(found, files=(*found.files, taken))

    def _take(self, file: "UploadedFile[Any]") -> Upload | RefusedFile:
        try:
            return accept(file, self.owner_id, self.now)
        except UploadRefused as refused:
            return RefusedFile(_name(file), refused.reason)

    def _before(self, sent: Sent) -> tuple[Upload, ...]:
        wanted = [one for one in read_ids(sent.kept) if str(one) not in sent.removed]
        known = {one.pk: one for one in owned_among(wanted, self.owner_id)}
        by_content: dict[str, Upload] = {}
        for one in wanted:
            upload = self.filed.get(str(one)) or known.get(one)
            if upload is not None:
                by_content.setdefault(upload.sha256, upload)
        return tuple(by_content.values())


def _name(file: "UploadedFile[Any]") -> str:
    return (file.name or "archivo")[:_LONGEST_NAME]
