"""Files that people hand in with a form: kept with the case, and archived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from engine.commands._jobs import add_job
from engine.commands.codes import code_for
from engine.models import Document
from forms import uploads

if TYPE_CHECKING:
    from engine.commands._work import Work

ATTACHMENT = "anexo"


def uploads_in(value: object, field: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Files among answers, each with the key of its field."""
    if isinstance(value, Mapping):
        if "upload" in value and "sha256" in value:
            yield field, value
            return
        for key, inner in value.items():
            yield from uploads_in(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from uploads_in(inner, field)


def keep_attachments(work: Work, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Keep the files among answers with the case, and have them archived; what each one is.

    One that the case has already is not kept a second time.
    """
    uploaded = list(uploads_in(answers))
    if not uploaded:
        return []
    known = set(work.case.documents.filter(kind=ATTACHMENT).values_list("sha256", "details__field"))
    found = [
        (field, upload) for field, upload in uploaded if (str(upload["sha256"]), field) not in known
    ]
    return list(_kept(work, found, len(known)))


def _kept(
    work: Work, found: Sequence[tuple[str, Mapping[str, Any]]], before: int
) -> Iterator[dict[str, Any]]:
    for position, (field, upload) in enumerate(found, start=before + 1):
        document_id = uuid4()
        document = Document.objects.create(
            id=document_id,
            case=work.case,
            kind=ATTACHMENT,
            title=str(upload["name"]),
            verification_code=code_for(document_id),
            sha256=str(upload["sha256"]),
            size_bytes=int(upload["size"]),
            media_type=str(upload["mime"]),
            content=uploads.content(UUID(str(upload["upload"]))),
            issued_at=work.now,
            position=position,
            details={"field": field},
        )
        add_job(
            work,
            task_type="document.archive",
            name="Archivar anexo",
            token=f"keep:{document.id}",
            retries=10,
            variables={"document": {"id": str(document.id)}},
        )
        yield {
            "field": field,
            "name": document.title,
            "sha256": document.sha256,
            "size": document.size_bytes,
            "mime": document.media_type,
        }
