"""Who keeps the archive, what day it is, and refusals that stay on their page."""

from collections.abc import Callable
from datetime import date, datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest

from archive.errors import RecordError
from archive.records.ledger import Who
from archive.stores.errors import StoreError
from engine.clock import BOGOTA
from engine.commands import clock
from signatures.errors import SignatureError
from web.accounts.actors import actor_of
from web.officials.access import role_only
from web.shell.sentences import sentence_for

ROLE = "archivo-central"
archivists_only = role_only(ROLE)


def who(request: HttpRequest) -> Who:
    """Who acts, as the archive keeps it."""
    actor = actor_of(request)
    return Who(id=actor.user_id, name=actor.name)


def moment() -> datetime:
    """The present moment."""
    return clock.now()


def today() -> date:
    """The legal day, in Bogotá."""
    return moment().astimezone(BOGOTA).date()


def tried(request: HttpRequest, action: Callable[[], object], done: str) -> bool:
    """Do something; say that it was done, or why not and what to do, on the page that follows.

    Raises:
        RecordError: what something was to be done with is not there, which is told by a page of its own.
    """
    try:
        action()
    except (RecordError, StoreError, SignatureError) as refused:
        sentence = sentence_for(refused)
        if sentence.status == HTTPStatus.NOT_FOUND:
            raise
        messages.error(request, f"{sentence.title}. {sentence.happened} {sentence.next_step}")
        return False
    messages.success(request, done)
    return True
