"""How a code reaches a person: by mail, or by a text message behind the same protocol."""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage

from signatures.errors import SignatureError


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


def carriers_from_settings() -> Mapping[Channel, Carrier]:
    """The channels of this window."""
    carriers: dict[Channel, Carrier] = {Channel.MAIL: MailCarrier()}
    if settings.SMS_CARRIER == "simulator":
        carriers[Channel.SMS] = SmsCarrierSimulator(Path(settings.VAR_DIR) / "sms")
    return carriers
