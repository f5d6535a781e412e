"""Keeps an accepted file until its form is filed; only its owner finds it again."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum

from forms.errors import UploadNotFound, UploadRefused
from forms.models import Upload
from forms.uploads.judging import clean_name, judge


def accept(file: "UploadedFile[Any]", owner_id: int | None, now: datetime) -> Upload:
    """Judge a file and keep it.

    Raises:
        UploadRefused: it is not taken; `reason` says why.
    """
    if owner_id is None and _is_full():
        raise UploadRefused("full")
    if file.size is not None and file.size > settings.UPLOAD_MAX_BYTES:
        raise UploadRefused("too-large")
    raw = file.read()
    mime = judge(raw, settings.UPLOAD_MAX_BYTES)
    upload = Upload(
        id=uuid4(),
        owner_id=owner_id,
        name=clean_name(file.name or "anexo", mime),
        size_bytes=len(raw),
        mime=mime,
        sha256=hashlib.sha256(raw).hexdigest(),
        created_at=now,
    )
    place = _place(upload.id)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch(mode=0o600)
    place.write_bytes(raw)
    upload.save(force_insert=True)
    return upload


def owned(upload_id: UUID, owner_id: int | None) -> Upload:
    """The upload, if it is the owner's.

    Raises:
        UploadNotFound: missing and forbidden are alike.
    """
    found = Upload.objects.filter(pk=upload_id, owner_id=owner_id).first()
    if found is None:
        raise UploadNotFound
    return found


def owned_among(upload_ids: Iterable[UUID], owner_id: int | None) -> list[Upload]:
    """Those of the uploads that are the owner's."""
    wanted = set(upload_ids)
    return list(Upload.objects.filter(pk__in=wanted, owner_id=owner_id)) if wanted else []


def content(upload_id: UUID) -> bytes:
    """The bytes of an accepted file, checked against their hash.

    Raises:
        UploadNotFound: it is gone, or is not what was accepted.
    """
    found = Upload.objects.filter(pk=upload_id).first()
    place = _place(upload_id)
    if found is None or not place.exists():
        raise UploadNotFound
    raw = place.read_bytes()
    if hashlib.sha256(raw).hexdigest() != found.sha256:
        raise UploadNotFound
    return raw


def forget(upload_id: UUID) -> None:
    """Remove an upload that nobody filed."""
    Upload.objects.filter(pk=upload_id).delete()
    _place(upload_id).unlink(missing_ok=True)


def older_than(limit: datetime) -> list[UUID]:
    """Uploads that were accepted before a moment."""
    return list(Upload.objects.filter(created_at__lt=limit).values_list("pk", flat=True))


def unowned_older_than(limit: datetime) -> list[UUID]:
    """The same, of those that somebody sent without an account."""
    found = Upload.objects.filter(owner=None, created_at__lt=limit)
    return list(found.values_list("pk", flat=True))


def _is_full() -> bool:
    """Whether what people sent without an account fills the room that there is for it."""
    waiting = Upload.objects.filter(owner=None).aggregate(held=Sum("size_bytes"))["held"] or 0
    return waiting + settings.UPLOAD_MAX_BYTES > settings.UPLOADS_WITHOUT_ACCOUNT_MAX_BYTES


def _place(upload_id: UUID) -> Path:
    return Path(settings.UPLOAD_DIR) / str(upload_id)
