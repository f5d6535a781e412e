"""What can go wrong with keys and signatures, as types with a code; `web/shell` holds the sentences.

SignatureError
├── PinMissing, WrongPin, WrongPinOrCode, KeyBlocked, KeyUnreadable, NoSigningKey
├── KeyDeviceUnavailable, KeyDeviceLocked, KeyNotInPlace, SignatureMismatch
├── RemoteSigningUnavailable, RemoteSigningRefused, CodeMissing, WrongCode, PermissionExpired
├── KeyOfSomebodyElse, KeyAlreadyEnrolled, KeyReasonMissing, KeyPlaceUnknown, KeyEncryptionUnknown
├── KeyHistoryRewriteRefused
├── NotAuthorisedToSign, AuthorityForOneself, AuthorityOverlaps, AuthorityDatesRefused
├── CertificateExpired, CertificateNotYetValid, CertificateRevoked
├── TimestampUnavailable, TimestampSettingsWrong, RevocationUnavailable
├── SigningRefused          the PDF cannot be signed as it is
├── SigningOutOfOrder, FieldAlreadySigned, SigningLocked
└── LevelTooLow             it may not leave the house
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


class WrongPinOrCode(WrongPin):
    """The service refuses PIN and code together and does not say which of them is wrong."""

    code = "wrong-pin-or-code"


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


class KeyDeviceUnavailable(SignatureError):
    """The token or HSM, or the library that speaks to it, does not answer; `device` names it."""

    code = "key-device-unavailable"


class KeyDeviceLocked(SignatureError):
    """The token, or the remote service, has locked the PIN by itself; only its issuer opens it."""

    code = "key-device-locked"


class KeyNotInPlace(SignatureError):
    """The token or the service answers, and has no such key or cannot sign with it now."""

    code = "key-not-in-place"


class SignatureMismatch(SignatureError):
    """What came back is no signature of the certificate's key over these data; it is thrown away."""

    code = "signature-mismatch"


class RemoteSigningUnavailable(SignatureError):
    """The remote signing service does not answer, or not in time; `service` names it."""

    code = "remote-signing-unavailable"


class RemoteSigningRefused(SignatureError):
    """The remote signing service says no; `detail` is its own word."""

    code = "remote-signing-refused"


class CodeMissing(SignatureError):
    """The remote service asks for a one-time code, and none was given."""

    code = "code-missing"


class WrongCode(SignatureError):
    """The one-time code is wrong, too old, or was used before."""

    code = "wrong-code"


class PermissionExpired(SignatureError):
    """The permission that the PIN and the code gave was over before the signature was asked for."""

    code = "permission-expired"


class KeyOfSomebodyElse(SignatureError):
    """The certificate does not name the person; `holder` and `person` say whom each names."""

    code = "key-of-somebody-else"


class KeyAlreadyEnrolled(SignatureError):
    """Somebody else has the same certificate active."""

    code = "key-already-enrolled"


class KeyReasonMissing(SignatureError):
    """What is asked for needs a reason, and none was given."""

    code = "key-reason-missing"


class KeyPlaceUnknown(SignatureError):
    """The settings allow no token module or remote service of that name; `place` is the name."""

    code = "key-place-unknown"


class KeyEncryptionUnknown(SignatureError):
    """The key file was encrypted with a key of the window that is no longer configured."""

    code = "key-encryption-unknown"


class KeyHistoryRewriteRefused(SignatureError):
    """The history of a key only grows."""

    code = "key-history-rewrite-refused"


class NotAuthorisedToSign(SignatureError):
    """The person has no authority for the `office` on the day `on`."""

    code = "not-authorised-to-sign"


class AuthorityForOneself(SignatureError):
    """Nobody registers a signing authority, or answers for a certificate, of their own."""

    code = "authority-for-oneself"


class AuthorityOverlaps(SignatureError):
    """The person already has an authority for that office on some of those days."""

    code = "authority-overlaps"


class AuthorityDatesRefused(SignatureError):
    """The authority would end before it begins, or begin before its act."""

    code = "authority-dates-refused"


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
    """No timestamping service gave a timestamp that can be accepted; `reasons` has each one's."""

    code = "timestamp-unavailable"


class TimestampSettingsWrong(SignatureError):
    """The file of the timestamping services cannot be read; `detail` says where."""

    code = "timestamp-settings-wrong"


class RevocationUnavailable(SignatureError):
    """Whether the certificates are still good could not be found out."""

    code = "revocation-unavailable"


class SigningRefused(SignatureError):
    """The PDF or the certificate does not allow this signature; `detail` says why."""

    code = "signing-refused"


class SigningOutOfOrder(SignatureError):
    """The document's fields are signed one after the other, and `expected` comes before `field`."""

    code = "signing-out-of-order"


class FieldAlreadySigned(SignatureError):
    """The signature field `field` holds a signature already."""

    code = "field-already-signed"


class SigningLocked(SignatureError):
    """A signature in the document, in the field `by`, does not allow this one."""

    code = "signing-locked"


class LevelTooLow(SignatureError):
    """The document may not leave the house: its signatures reach `level`, and `required` is needed."""

    code = "level-too-low"


class RootRefused(SignatureError):
    """The certificate cannot be a trusted root; `reason` says why."""

    code = "root-refused"


class RootAlreadyTrusted(SignatureError):
    """The authority is trusted already; `name` is its name."""

    code = "root-already-trusted"


class RootUnknown(SignatureError):
    """No active root has this fingerprint."""

    code = "root-unknown"


class RootWordsMissing(SignatureError):
    """A change of trust needs its source and its reason."""

    code = "root-words-missing"
