"""Notices to third parties on the site, and mail to the offices of the entity."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.contrib.auth import get_user_model

from engine import commands
from engine.errors import NoticeNotFound
from engine.jobs.contract import Done, HandlerRefused, Task
from engine.jobs.languages import as_written, by_language
from engine.jobs.mailing import post, written
from engine.models import PublicNotice

_NOTICES = UUID("3f5f6c0e-27c5-5b1e-8a64-6f0d5d0c9e21")


def publish(task: Task) -> Done:
    """Post a notice with variables `noticeTitle` and `noticeText`; leaves `publication`.

    Variables `noticeDocument` (a document) and `noticeTerm` (such as `5 DH`) may be missing.

    Raises:
        HandlerRefused: there is nothing to say.
    """
    title = str(task.variables.get("noticeTitle") or "")
    text = str(task.variables.get("noticeText") or "")
    if not title or not text:
        raise HandlerRefused("notice-empty", title)
    document = task.variables.get("noticeDocument")
    document_id = document.get("id") if isinstance(document, Mapping) else None
    notice = commands.post_notice(
        commands.PostNotice(
            notice_id=uuid5(_NOTICES, str(task.job.id)),
            case_id=task.case.id,
            title=title,
            text=text,
            document_id=UUID(str(document_id)) if document_id else None,
            term=str(task.variables.get("noticeTerm") or ""),
        )
    )
    return Done(variables={"publication": _publication(notice)})


def remove(task: Task) -> Done:
    """Take down the notice that the variable `publication` names; it gets its `removedOn`.

    Raises:
        HandlerRefused: it names none of the case.
    """
    publication = task.variables.get("publication")
    wanted = publication.get("id") if isinstance(publication, Mapping) else None
    try:
        notice = commands.remove_notice(
            commands.RemoveNotice(notice_id=UUID(str(wanted)), case_id=task.case.id)
        )
    except (ValueError, NoticeNotFound) as error:
        raise HandlerRefused("notice-not-found", str(wanted)) from error
    return Done(variables={"publication": _publication(notice)})


def tell_officials(task: Task) -> Done:
    """Mail the message of header `message` to whoever holds one of the variable `groups`.

    A group without people is written down, and keeps nobody from being told.

    Raises:
        HandlerRefused: the procedure has no such message.
    """
    name, message = task.parameter("message"), written(task)
    groups = _groups(task.variables.get("groups"))
    people = _addresses(groups)
    for place, (language, addresses) in enumerate(by_language(people)):
        with language:
            post(task, as_written(message), bcc=addresses, part=place)
    told = {"message": name, "subject": message.subject, "groups": groups, "people": len(people)}
    return Done(variables={"notifiedAt": task.now}, events=(("officials.told", told),))


def _groups(given: Any) -> list[str]:
    if isinstance(given, str):
        given = given.split(",")
    names = given if isinstance(given, list | tuple) else []
    return [str(name).strip() for name in names if name]


def _addresses(groups: list[str]) -> list[str]:
    people = get_user_model().objects.filter(is_active=True, groups__name__in=groups)
    return sorted({email for email in people.values_list("email", flat=True) if email})


def _publication(notice: PublicNotice) -> dict[str, Any]:
    return {
        "id": str(notice.pk),
        "title": notice.title,
        "postedOn": notice.posted_on,
        "removeOn": notice.remove_on,
        "removedOn": notice.removed_on,
    }
