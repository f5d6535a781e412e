"""In which language somebody is written to: the one that their account keeps, else the window's own.

What analysts wrote in a procedure's folder stays Spanish and says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models.functions import Lower
from django.utils import translation
from django.utils.translation import gettext as _

from bpmn.package.messages import Message
from engine.queries.words import is_spanish


def speaking_to(person: object) -> AbstractContextManager[None]:
    """Write in the language of an account."""
    return translation.override(_spoken(getattr(person, "language", "")))


def by_language(
    addresses: Iterable[str], *, people: Mapping[str, object] | None = None
) -> Iterator[tuple[AbstractContextManager[None], list[str]]]:
    """The addresses whose readers share a language, with what makes us write in it; in a fixed order.

    Args:
        addresses: as they were given.
        people: whose an address is, in small letters, besides the mailboxes of accounts.
    """
    wanted = list(addresses)
    owners = {one: str(getattr(person, "language", "")) for one, person in (people or {}).items()}
    known = {**_languages(wanted), **owners}
    groups: dict[str, list[str]] = {}
    for address in wanted:
        groups.setdefault(_spoken(known.get(address.lower(), "")), []).append(address)
    own = settings.LANGUAGE_CODE
    for language in sorted(groups, key=lambda code: (code != own, code)):
        yield translation.override(language), groups[language]


def as_written(message: Message) -> Message:
    """A procedure's own message; who reads another language is told that it is in Spanish."""
    if is_spanish():
        return message
    why = _("El trámite escribe este mensaje en español.")
    return replace(
        message,
        text=f"{why}\n\n{message.text}",
        html=f'<p>{why}</p><div lang="es">{message.html}</div>',
    )


def _languages(addresses: list[str]) -> dict[str, str]:
    accounts = get_user_model().objects.annotate(mailbox=Lower("email"))
    found = accounts.filter(mailbox__in=[one.lower() for one in addresses], is_active=True)
    return dict(found.values_list("mailbox", "language"))


def _spoken(chosen: str) -> str:
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
