"""How a code reaches a person: by mail, or by a text message behind the same protocol."""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit
from uuid import uuid4

import urllib3
from django.conf import settings
from django.core.mail import EmailMessage
from urllib3.exceptions import HTTPError

from signatures.errors import SignatureError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Channel(StrEnum):
    """Ways to a person."""

    MAIL = "mail"
    SMS = "sms"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is sent; a text message has no subject."""

    subject: str
    text: str


class DeliveryFailed(SignatureError):
    """The carrier did not take the message."""

    code = "delivery-failed"


class Carrier(Protocol):
    """Takes a message to an address."""

    def send(self, address: str, letter: Letter) -> None:
        """Hand the message over.

        Raises:
            DeliveryFailed: it was not taken.
        """
        ...


class MailCarrier:
    """By Django's e-mail backend."""

    def send(self, address: str, letter: Letter) -> None:
        """Send a mail.

        Raises:
            DeliveryFailed: the server did not answer, or refused it.
        """
        mail = EmailMessage(
            subject=letter.subject,
            body=letter.text,
            to=[address],
            headers={"Auto-Submitted": "auto-generated"},
        )
        try:
            mail.send()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            # The text holds the code, so only the kind of failure is told.
            raise DeliveryFailed(detail=type(error).__name__) from error


class SmsCarrierSimulator:
    """Stands for a telephone operator: each message is a file; a file `down` makes it fail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, address: str, letter: Letter) -> None:
        """Write the message.

        Raises:
            DeliveryFailed: it was switched off, or the folder cannot be written.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if (self._folder / "down").exists():
                raise DeliveryFailed(detail="switched-off")
            name = f"{uuid4().hex}.txt"
            (self._folder / name).write_text(f"{address}\n{letter.text}\n", encoding="utf-8")
        except OSError as error:
            raise DeliveryFailed(detail=type(error).__name__) from error


class SmsCarrierHttp:
    """A telephone operator's door: JSON over HTTPS, with a secret that only the two know.

    It follows no redirect and tries once: who asked for the message asks again.
    """

    def __init__(self, url: str, secret: str, timeout_seconds: float) -> None:
        self._url = url
        self._secret = secret
        self._timeout = timeout_seconds

    def send(self, address: str, letter: Letter) -> None:
        """Post `{"to", "text"}`.

        Raises:
            DeliveryFailed: the door is not HTTPS, did not answer in time, or answered no 2xx.
        """
        place = urlsplit(self._url)
        if place.scheme != "https" and place.hostname not in _LOOPBACK:
            raise DeliveryFailed(detail="not-https")
        try:
            answer = urllib3.request(
                "POST",
                self._url,
                json={"to": address, "text": letter.text},
                headers={"Authorization": f"Bearer {self._secret}"},
                timeout=self._timeout,
                redirect=False,
                retries=False,
            )
        except (HTTPError, OSError) as error:
            raise DeliveryFailed(detail=type(error).__name__) from error
        if not 200 <= answer.status < 300:
            raise DeliveryFailed(detail=f"status-{answer.status}")


def carriers_from_settings() -> Mapping[Channel, Carrier]:
    """The channels of this window."""
    carriers: dict[Channel, Carrier] = {Channel.MAIL: MailCarrier()}
    if settings.SMS_CARRIER == "simulator":
        carriers[Channel.SMS] = SmsCarrierSimulator(Path(settings.VAR_DIR) / "sms")
    elif settings.SMS_CARRIER == "http":
        carriers[Channel.SMS] = SmsCarrierHttp(
            settings.SMS_URL, settings.SMS_SECRET, settings.SMS_TIMEOUT_SECONDS
        )
    return carriers
