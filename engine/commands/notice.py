"""Post a notice to third parties, and take it down."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.clock import Term, due
from engine.commands._run import run
from engine.commands._work import Work
from engine.errors import NoticeNotFound
from engine.models import PublicNotice
from engine.models.actor import SYSTEM


@dataclass(frozen=True, kw_only=True)
class PostNotice:
    """What the public is to read.

    Attributes:
        notice_id: the same one twice is one notice.
        term: how long it is meant to stay, such as `5 DH`; empty: until it is taken down.
    """

    notice_id: UUID
    case_id: UUID
    title: str
    text: str
    document_id: UUID | None = None
    term: str = ""


@dataclass(frozen=True, kw_only=True)
class RemoveNotice:
    """The notice comes down today."""

    notice_id: UUID
    case_id: UUID


def post_notice(command: PostNotice) -> PublicNotice:
    """Post the notice, unless an earlier try of the same job posted it already.

    Raises:
        TermUnreadable: its term is none.
    """
    run(
        "post-notice",
        SYSTEM,
        lambda work: _post(work, command),
        case_id=command.case_id,
        submit_id=None,
    )
    return PublicNotice.objects.get(pk=command.notice_id)


def remove_notice(command: RemoveNotice) -> PublicNotice:
    """Take the notice down; one that is down stays as it is.

    Raises:
        NoticeNotFound: the case has no such notice.
    """
    run(
        "remove-notice",
        SYSTEM,
        lambda work: _remove(work, command),
        case_id=command.case_id,
        submit_id=None,
    )
    return PublicNotice.objects.get(pk=command.notice_id)


def _post(work: Work, command: PostNotice) -> dict[str, Any]:
    if PublicNotice.objects.filter(pk=command.notice_id).exists():
        return {}
    until = _last_day(work, command.term)
    PublicNotice.objects.create(
        id=command.notice_id,
        case=work.case,
        title=command.title[:300],
        text=command.text,
        document_id=command.document_id,
        posted_on=work.today,
        remove_on=until,
    )
    work.record(
        "notice.posted",
        notice=str(command.notice_id),
        title=command.title[:300],
        until=until.isoformat() if until else None,
    )
    return {}


def _last_day(work: Work, term: str) -> date | None:
    return due(work.today, Term.parse(term), work.calendar) if term else None


def _remove(work: Work, command: RemoveNotice) -> dict[str, Any]:
    notice = PublicNotice.objects.filter(pk=command.notice_id, case=work.case).first()
    if notice is None:
        raise NoticeNotFound
    if notice.removed_on is None:
        notice.removed_on = work.today
        notice.save(update_fields=["removed_on"])
        work.record("notice.removed", notice=str(notice.pk))
    return {}
