"""Mail and text messages as people chose them, each with the way to stop it (RFC 8058)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _

from bpmn.package.messages import Message
from engine import commands
from engine.jobs.contract import Task
from engine.jobs.languages import by_language, speaking_to
from engine.jobs.mailing import post
from engine.models import NoticeKind
from signatures.electronic import Channel, carriers_from_settings

_LONGEST_TEXT = 300
# Makes a message in the language that is spoken while it is called.
Write = Callable[[], Message]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What became of a notice.

    Attributes:
        mailed: to how many addresses it went.
        stopped: how many people had asked not to get it by mail.
        is_texted: whether a text message was queued as well.
    """

    mailed: int
    stopped: int
    is_texted: bool


def kind_of(task: Task) -> NoticeKind:
    """What the notice of a task is about: its header `notice`, or else what the law demands."""
    name = str(task.headers.get("notice") or "")
    return NoticeKind(name) if name in NoticeKind.values else NoticeKind.LEGAL


def tell(task: Task, write: Write, kind: NoticeKind, to: Sequence[str]) -> Told:
    """Send a notice to the addresses whose people want it, and a text message to the applicant's own mobile."""
    if kind is NoticeKind.LEGAL:
        for place, (language, addresses) in enumerate(by_language(to, people=_own(task))):
            with language:
                post(task, write(), to=addresses, part=place)
        return Told(mailed=len(to), stopped=0, is_texted=_text(task, write, kind))
    wanted = [one for one in to if commands.ways_of(_who(task, one), kind).by_mail]
    for language, addresses in by_language(wanted, people=_own(task)):
        with language:
            for address in addresses:
                url = way_out(task.workshop.public_url, kind, _who(task, address))
                message, place = with_way_out(write(), kind, url), wanted.index(address)
                post(task, message, to=[address], stop_url=url, part=place)
    texted = _text(task, write, kind)
    return Told(mailed=len(wanted), stopped=len(to) - len(wanted), is_texted=texted)


def tell_person(task: Task, write: Write, kind: NoticeKind, person: AbstractBaseUser) -> Told:
    """Send a notice to somebody who has an account, as they want this kind; a text message says its subject."""
    with speaking_to(person):
        return _tell_person(task, write(), kind, person)


def _tell_person(task: Task, message: Message, kind: NoticeKind, person: AbstractBaseUser) -> Told:
    who = commands.person(person.pk)
    ways = commands.ways_of(who, kind)
    address = str(getattr(person, "email", ""))
    is_mailed = ways.by_mail and bool(address)
    if is_mailed:
        url = way_out(task.workshop.public_url, kind, who)
        post(task, with_way_out(message, kind, url), to=[address], stop_url=url)
    mobile = str(getattr(person, "own_mobile", ""))
    is_texted = ways.by_text and bool(mobile) and Channel.SMS in carriers_from_settings()
    if is_texted:
        text = message.subject[:_LONGEST_TEXT]
        commands.queue_text(task.case.id, task.job.id, to=mobile, text=text)
    return Told(mailed=int(is_mailed), stopped=int(not ways.by_mail), is_texted=is_texted)


def way_out(public_url: str, kind: NoticeKind, who: str) -> str:
    """Where somebody, as the choices of notices know them, stops a kind of notice without signing in."""
    return f"{public_url}/avisos/cancelar/{commands.stop_link(who, kind)}/"


def _who(task: Task, address: str) -> str:
    """The account of whom the case is, where the address is one that they gave for it."""
    owner = _own(task).get(address.lower())
    return commands.person(owner.pk) if owner else commands.mailbox(address)


def _own(task: Task) -> dict[str, AbstractBaseUser]:
    """The mailboxes of whom the case is, in small letters: the account's, and those that they gave for it."""
    owner = task.case.owner
    if owner is None:
        return {}
    own = {task.case.applicant_email.lower(), owner.email.lower()}
    for group, key in (("notification", "notif_email"), ("applicant", "email")):
        given = task.variables.get(group)
        own.add(str(given.get(key) or "").lower() if isinstance(given, Mapping) else "")
    return dict.fromkeys(own, owner)


def _text(task: Task, write: Write, kind: NoticeKind) -> bool:
    owner_id = task.case.owner_id
    if owner_id is None or not commands.ways_of(commands.person(owner_id), kind).by_text:
        return False
    owner = get_user_model().objects.filter(pk=owner_id, is_active=True).first()
    mobile = str(getattr(owner, "own_mobile", ""))
    if not mobile or Channel.SMS not in carriers_from_settings():
        return False
    link = f"{task.workshop.public_url}/mis-tramites/{task.case.radicado}/"
    with speaking_to(owner):
        subject = write().subject
    text = f"{subject[: _LONGEST_TEXT - len(link) - 2]}. {link}"
    commands.queue_text(task.case.id, task.job.id, to=mobile, text=text)
    return True


def with_way_out(message: Message, kind: NoticeKind, url: str) -> Message:
    """The same message, which ends with how to stop its kind, in the language that is spoken."""
    why = _("Le escribimos porque recibe los avisos «{kind}».").format(kind=_(kind.label))
    stop = _("No quiero recibir más avisos como este")
    how = _("Para no recibir más: {url}").format(url=url)
    return replace(
        message,
        text=f"{message.text}\n{why} {how}\n",
        html=f'{message.html}<p><small>{why} <a href="{escape(url)}">{stop}</a>.</small></p>',
    )
