"""The notices to third parties that stand on the site."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.models import Document, PublicNotice


@dataclass(frozen=True, kw_only=True)
class NoticeView:
    """A notice as anyone reads it.

    Attributes:
        code: verification code of its document; empty for none.
        removed_on: None while it stands.
    """

    id: UUID
    title: str
    text: str
    procedure_name: str
    posted_on: date
    remove_on: date | None
    removed_on: date | None
    code: str


def public_notices(limit: int = 200) -> list[NoticeView]:
    """Notices that stand, the newest first."""
    standing = PublicNotice.objects.filter(removed_on=None).select_related("case")[:limit]
    codes = dict(
        Document.objects.filter(
            pk__in=[n.document_id for n in standing if n.document_id]
        ).values_list("pk", "verification_code")
    )
    return [
        NoticeView(
            id=notice.id,
            title=notice.title,
            text=notice.text,
            procedure_name=notice.case.procedure_name,
            posted_on=notice.posted_on,
            remove_on=notice.remove_on,
            removed_on=notice.removed_on,
            code=codes.get(notice.document_id, "") if notice.document_id else "",
        )
        for notice in standing
    ]
