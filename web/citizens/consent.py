"""What a citizen accepts before signing, where codes may go, and what is signed. It renders no page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, gettext_noop

from bpmn.entity import load as load_entity
from engine.jobs import solicitud
from engine.jobs.solicitud import ShownRequest
from engine.queries import catalogue
from engine.queries.cases import DraftView
from signatures import electronic
from signatures.electronic import Agreement, Challenge, Channel, CodeRequest, Letter, Signer
from web.accounts.addresses import is_verified
from web.accounts.models import User

# Tries and limits count for all requests of a person together.
PURPOSE = "solicitud"
_SUBJECT = gettext_noop("Su código para firmar la solicitud")
_TEXTS = Path(__file__).parent / "agreements"
_CURRENT = "1"
_KEY = "ventanilla.citizens.signing.origin"


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a code may go."""

    channel: Channel
    value: str

    @property
    def masked(self) -> str:
        return electronic.masked(self.value)

    @property
    def is_mail(self) -> bool:
        return self.channel is Channel.MAIL


@dataclass(frozen=True, kw_only=True)
class Consent:
    """Everything that the page before the code shows.

    Attributes:
        may_file_unsigned: no address of the person is verified, so a signature cannot be demanded.
        waiting: a code that was sent for exactly this request.
    """

    shown: ShownRequest
    agreement: Agreement
    addresses: list[Address]
    may_file_unsigned: bool
    waiting: Challenge | None


def consent(user: User, draft: DraftView, answers: Mapping[str, Any], *, now: datetime) -> Consent:
    """What the person would sign now, and how.

    Raises:
        RequestNotRendered: the request could not be made a PDF.
    """
    request = shown(user, draft, answers)
    waiting = electronic.pending(signer(user).subject, PURPOSE, now=now)
    is_same = waiting is not None and waiting.document_sha256 == request.sha256
    return Consent(
        shown=request,
        waiting=waiting if is_same else None,
        agreement=agreement(),
        addresses=addresses(user),
        may_file_unsigned=not is_verified(user),
    )


def shown(user: User, draft: DraftView, answers: Mapping[str, Any]) -> ShownRequest:
    """The request as it is shown to the person; the same answers give the same bytes.

    Raises:
        RequestNotRendered: the request could not be made a PDF.
    """
    return solicitud.show(draft.slug, answers, signer(user), saved_at=draft.saved_at)


def signer(user: User) -> Signer:
    """The person, as the account says."""
    return Signer(
        subject=f"user:{user.pk}",
        name=str(user),
        doc_type=user.doc_type if user.doc_number else "",
        doc_number=user.doc_number,
    )


@cache
def agreement() -> Agreement:
    """The text in force. A new wording is a new file and a new version: the old ones stay."""
    text = (_TEXTS / f"firma-electronica-{_CURRENT}.txt").read_text(encoding="utf-8")
    entity = load_entity(settings.ENTITY)
    return Agreement(version=_CURRENT, text=text.replace("{entity}", entity.name))


def addresses(user: User) -> list[Address]:
    """The account's mailbox, and the mobile that the person confirmed, where messages can be sent."""
    found = [Address(channel=Channel.MAIL, value=user.email)]
    if user.own_mobile and Channel.SMS in electronic.carriers_from_settings():
        found.append(Address(channel=Channel.SMS, value=user.own_mobile))
    return found


def code_request(user: User, slug: str, document_sha256: str, address: Address) -> CodeRequest:
    """The wish for a code to sign exactly that document."""

    def compose(code: str) -> Letter:
        context = {"codigo": code, "tramite": catalogue.sheet(slug).short_name}
        template = f"citizens/messages/codigo_{address.channel.value}.txt"
        return Letter(subject=gettext(_SUBJECT), text=render_to_string(template, context))

    return CodeRequest(
        purpose=PURPOSE,
        signer=signer(user),
        document_sha256=document_sha256,
        agreement=agreement(),
        channel=address.channel,
        address=address.value,
        compose=compose,
    )


def origin(request: HttpRequest) -> dict[str, str]:
    """Where the code was typed, as keyed hashes: they can be compared, not read.

    Source: Ley 1581 de 2012, art. 4 (restricted circulation).
    """
    return {
        "ip_hmac_sha256": _hashed(request.META.get("REMOTE_ADDR", "")),
        "agent_hmac_sha256": _hashed(request.headers.get("User-Agent", "")),
    }


def minutes_left(until: datetime, now: datetime) -> int:
    """Whole minutes, the one that has begun included."""
    return max(0, -int((now - until).total_seconds() // 60))


def _hashed(text: str) -> str:
    return salted_hmac(_KEY, text, algorithm="sha256").hexdigest()
