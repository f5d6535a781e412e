"""Whether a certificate names the person who wants to sign with it.

By the document's number, where the certificate has one; by the name otherwise. Who answers for a
certificate that names the person differently is somebody else, with a reason that stays.

Source: Ley 527 de 1999, arts. 28 and 35; ETSI EN 319 412-1, clause 5.1.3 (serialNumber); RFC 3739.
"""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from cryptography import x509
from cryptography.x509.oid import NameOID

from signatures.errors import AuthorityForOneself, KeyOfSomebodyElse, KeyReasonMissing
from signatures.keys.opened import attribute, signer_name

_LETTERS_AND_DIGITS = re.compile(r"[A-Z0-9]+")
# Two words that agree: one name and one surname.
_FEWEST_WORDS = 2


class Recognised(StrEnum):
    """How a certificate's owner was recognised."""

    BY_DOCUMENT = "by-document"
    BY_NAME = "by-name"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is to sign, as the window knows them."""

    user_id: int
    name: str
    document: str


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """Somebody answers for a certificate that does not name the person as the window does.

    Attributes:
        by: id of who answers; never the person.
    """

    by: int
    reason: str


def recognise(
    certificate: x509.Certificate, person: Person, confirmation: Confirmation | None = None
) -> Recognised:
    """Say how the certificate names the person.

    Raises:
        KeyOfSomebodyElse: it names somebody else, and nobody answers for it.
        KeyReasonMissing: who answers for it gives no reason.
        AuthorityForOneself: the person answers for it.
    """
    found = _agrees(certificate, person)
    if found is not None:
        return found
    if confirmation is None:
        raise KeyOfSomebodyElse(holder=_holder(certificate), person=person.name)
    if confirmation.by == person.user_id:
        raise AuthorityForOneself
    if not confirmation.reason.strip():
        raise KeyReasonMissing
    return Recognised.CONFIRMED


def _agrees(certificate: x509.Certificate, person: Person) -> Recognised | None:
    document = attribute(certificate.subject, NameOID.SERIAL_NUMBER)
    if document and person.document:
        same = _number(document) == _number(person.document)
        return Recognised.BY_DOCUMENT if same else None
    mine, theirs = _words(person.name), _words(signer_name(certificate))
    fits = mine <= theirs or theirs <= mine
    return Recognised.BY_NAME if fits and len(mine & theirs) >= _FEWEST_WORDS else None


def _holder(certificate: x509.Certificate) -> str:
    document = attribute(certificate.subject, NameOID.SERIAL_NUMBER)
    name = signer_name(certificate)
    return f"{name} ({document})" if document else name


def _number(document: str) -> str:
    """The document's own number: `IDCCO-1085123456`, `CC 1.085.123.456` and the like without the rest."""
    last = document.upper().rpartition("-")[2].replace(".", "").replace(",", "")
    words = _LETTERS_AND_DIGITS.findall(last)
    # Foreigners' documents have letters; the kind of document before the number has no digit.
    return next((word.lstrip("0") for word in words if any(sign.isdigit() for sign in word)), "")


def _words(name: str) -> AbstractSet[str]:
    plain = unicodedata.normalize("NFKD", name.upper()).encode("ascii", "ignore").decode("ascii")
    return frozenset(_LETTERS_AND_DIGITS.findall(plain))
