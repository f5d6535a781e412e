"""What can go wrong with keys and signatures, as types with a code; `web/shell` holds the sentences.

SignatureError
├── WrongPin, KeyBlocked, KeyUnreadable, NoSigningKey
├── CertificateExpired, CertificateNotYetValid, CertificateRevoked
├── TimestampUnavailable, RevocationUnavailable
└── SigningRefused          the PDF cannot be signed as it is
"""

from datetime import datetime
from typing import Any, ClassVar


class SignatureError(Exception):
    """Base of this room's errors.

    Attributes:
        code: stable name in kebab-case.
        data: what the sentence for people needs.
    """

    code: ClassVar[str] = "signature-error"

    def __init__(self, **data: Any) -> None:
        self.data = data
        super().__init__(f"{self.code}: {data}" if data else self.code)


class PinMissing(SignatureError):
    """A signature was asked for and no PIN was given."""

    code = "pin-missing"


class WrongPin(SignatureError):
    """The PIN does not open the key; `left` says how many tries are left, if they are counted."""

    code = "wrong-pin"


class KeyBlocked(SignatureError):
    """Too many wrong PINs in a row.

    Args:
        until: aware moment when the key can be tried again.
    """

    code = "key-blocked"

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(until=until)


class KeyUnreadable(SignatureError):
    """The file is not a PKCS#12 with a private key and its certificate."""

    code = "key-unreadable"


class NoSigningKey(SignatureError):
    """The person, or the entity, has no active signing key."""

    code = "no-signing-key"


class CertificateExpired(SignatureError):
    """The signer's certificate is over; `not_after` says since when."""

    code = "certificate-expired"


class CertificateNotYetValid(SignatureError):
    """The signer's certificate has not begun; `not_before` says when it does."""

    code = "certificate-not-yet-valid"


class CertificateRevoked(SignatureError):
    """The signer's certificate was revoked; `since` says when."""

    code = "certificate-revoked"


class TimestampUnavailable(SignatureError):
    """The timestamping service did not answer, or not with a timestamp."""

    code = "timestamp-unavailable"


class RevocationUnavailable(SignatureError):
    """Whether the certificates are still good could not be found out."""

    code = "revocation-unavailable"


class SigningRefused(SignatureError):
    """The PDF or the certificate does not allow this signature; `detail` says why."""

    code = "signing-refused"
