"""A person chooses how they are told of their cases, and stops what may be stopped, also without signing in.

The law's own notices go by mail whatever somebody chose (CPACA, arts. 17, 56, 66 and 67).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.core import signing
from django.db import transaction

from engine.commands._jobs import add_job
from engine.commands._run import run
from engine.commands._work import Work
from engine.commands.clock import now
from engine.errors import NotAllowed, StopLinkUnreadable
from engine.models import Job, NoticeChoice, NoticeKind
from engine.models.actor import SYSTEM, Actor

_SALT = "ventanilla.avisos.cancelar"
_JOBS = UUID("7b0c7f0a-5d0f-5b44-9a0c-6c0a53a0f8b1")
TEXT = "sms.send"


@dataclass(frozen=True, kw_only=True)
class Ways:
    """How somebody wants one kind of notice."""

    by_mail: bool = True
    by_text: bool = False


@dataclass(frozen=True, kw_only=True)
class ChooseNotices:
    """How the actor wants each kind."""

    actor: Actor
    ways: Mapping[NoticeKind, Ways]


def choose_notices(command: ChooseNotices) -> None:
    """Keep the choice; mail of what the law demands stays on.

    Raises:
        NotAllowed: the actor has no account.
    """
    if command.actor.user_id is None:
        raise NotAllowed(needs="account")
    with transaction.atomic():
        for kind, ways in command.ways.items():
            _keep(person(command.actor.user_id), kind, ways)


def stop_link(who: str, kind: NoticeKind) -> str:
    """A signed word by which somebody stops one kind of notice; it needs no sign-in and never expires."""
    return signing.dumps([who, kind.value], salt=_SALT, compress=True)


def stops(link: str) -> tuple[str, NoticeKind]:
    """Whose notices a link stops, and of which kind.

    Raises:
        StopLinkUnreadable: it was not made here, or is not whole.
    """
    try:
        who, kind = signing.loads(link, salt=_SALT)
        return str(who), NoticeKind(kind)
    except (signing.BadSignature, ValueError, TypeError) as wrong:
        raise StopLinkUnreadable from wrong


def stop_notices(link: str) -> NoticeKind:
    """Send no more of that kind, neither by mail nor by text message; twice is once.

    Raises:
        StopLinkUnreadable: it was not made here, or is not whole.

    Source: RFC 8058, 3.1.
    """
    who, kind = stops(link)
    _keep(who, kind, Ways(by_mail=False, by_text=False))
    return kind


def person(user_id: int) -> str:
    """By what a person with an account is known in the choices."""
    return f"persona:{user_id}"


def mailbox(address: str) -> str:
    """By what an address without an account is known in the choices."""
    return f"correo:{address.strip().lower()}"


def ways_of(who: str, kind: NoticeKind) -> Ways:
    """How somebody wants a kind of notice."""
    row = NoticeChoice.objects.filter(who=who, kind=kind).first()
    return Ways() if row is None else Ways(by_mail=row.by_mail, by_text=row.by_text)


def queue_text(case_id: UUID, source: UUID, *, to: str, text: str) -> None:
    """Let a worker send a text message; asked for twice by one job, it is one message.

    Args:
        case_id: that it is about.
        source: the job that asks for it.
        to: a mobile number.
        text: what it says.
    """
    job_id = uuid5(_JOBS, str(source))

    def body(work: Work) -> dict[str, object]:
        if not Job.objects.filter(pk=job_id).exists():
            add_job(
                work,
                task_type=TEXT,
                name="Enviar un mensaje de texto",
                token=f"text:{job_id}",
                retries=5,
                variables={"to": to, "text": text},
                job_id=job_id,
            )
        return {}

    run("queue-text", SYSTEM, body, case_id=case_id, submit_id=None)


def _keep(who: str, kind: NoticeKind, ways: Ways) -> None:
    NoticeChoice.objects.update_or_create(
        who=who,
        kind=kind,
        defaults={
            "by_mail": ways.by_mail or kind is NoticeKind.LEGAL,
            "by_text": ways.by_text,
            "changed_at": now(),
        },
    )
