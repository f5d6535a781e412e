"""The managed list of trusted authorities: who is added or withdrawn, by whom and why; nothing is forgotten."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction

from signatures.errors import RootAlreadyTrusted, RootRefused, RootUnknown, RootWordsMissing
from signatures.models import RootChange, RootUse, TrustRoot, TrustRootEvent

_LARGEST = 20_000
_LEAST_RSA_BITS = 2048


@dataclass(frozen=True)
class ReadRoot:
    """A certificate that somebody wants to be trusted.

    Attributes:
        sha256: fingerprint, hexadecimal.
        is_known: it is trusted already.
    """

    name: str
    subject: str
    sha256: str
    pem: str
    not_before: datetime
    not_after: datetime
    is_known: bool

    @property
    def fingerprint(self) -> str:
        """As authorities publish it: upper case, in pairs."""
        digits = self.sha256.upper()
        return ":".join(digits[place : place + 2] for place in range(0, len(digits), 2))


def read(content: bytes, *, now: datetime) -> ReadRoot:
    """Read the certificate of an authority, PEM or DER.

    Raises:
        RootRefused: with the reason `unreadable`, `several`, `no-authority`, `not-self-signed`,
            `weak` or `expired`.
    Source: RFC 5280, 4.2.1.3 (keyCertSign) and 4.2.1.9 (cA).
    """
    found = _certificate(content)
    if not _is_authority(found):
        raise RootRefused(reason="no-authority")
    try:
        found.verify_directly_issued_by(found)
    except Exception as error:
        raise RootRefused(reason="not-self-signed") from error
    key = found.public_key()
    if isinstance(key, RSAPublicKey) and key.key_size < _LEAST_RSA_BITS:
        raise RootRefused(reason="weak")
    if found.not_valid_after_utc < now:
        raise RootRefused(reason="expired")
    digest = found.fingerprint(hashes.SHA256()).hex()
    return ReadRoot(
        name=_name(found),
        subject=found.subject.rfc4514_string(),
        sha256=digest,
        pem=found.public_bytes(Encoding.PEM).decode("ascii"),
        not_before=found.not_valid_before_utc,
        not_after=found.not_valid_after_utc,
        is_known=TrustRoot.objects.filter(sha256=digest, withdrawn_at=None).exists(),
    )


@transaction.atomic
def add(
    content: bytes, *, use: RootUse, source: str, reason: str, by: int | None, now: datetime
) -> TrustRoot:
    """Trust an authority from now on.

    Args:
        content: its certificate, PEM or DER.
        use: what it is trusted for.
        source: where it was taken from and how that was checked.
        reason: why it is needed.
        by: user; None for the command line.
        now: aware.

    Raises:
        RootRefused, RootAlreadyTrusted, RootWordsMissing.
    """
    found = read(content, now=now)
    if found.is_known:
        raise RootAlreadyTrusted(name=found.name)
    _words(source, reason)
    root = TrustRoot.objects.create(
        name=found.name,
        sha256=found.sha256,
        pem=found.pem,
        use=use,
        not_before=found.not_before,
        not_after=found.not_after,
        added_at=now,
        added_by_id=by,
        source=source.strip(),
        reason=reason.strip(),
    )
    _keep(root, RootChange.ADDED, by, reason, now, {"source": source.strip(), "use": use.value})
    return root


@transaction.atomic
def withdraw(
    sha256: str, *, reason: str, by: int | None, now: datetime, distrust_after: datetime | None
) -> TrustRoot:
    """Trust an authority no longer.

    Args:
        sha256: its fingerprint.
        reason: why.
        by: user; None for the command line.
        now: aware.
        distrust_after: aware; what a timestamp proves to be older still counts. None: nothing does.

    Raises:
        RootUnknown, RootWordsMissing.
    """
    _words(reason)
    root = TrustRoot.objects.select_for_update().filter(sha256=sha256, withdrawn_at=None).first()
    if root is None:
        raise RootUnknown(sha256=sha256)
    root.withdrawn_at, root.withdrawn_by_id = now, by
    root.withdrawal_reason, root.distrust_after = reason.strip(), distrust_after
    root.save()
    end = distrust_after.isoformat() if distrust_after else None
    _keep(root, RootChange.WITHDRAWN, by, reason, now, {"distrust_after": end})
    return root


def _keep(
    root: TrustRoot,
    change: RootChange,
    by: int | None,
    reason: str,
    now: datetime,
    details: dict[str, str | None],
) -> None:
    TrustRootEvent.objects.create(
        root=root,
        change=change,
        at=now,
        by_id=by,
        reason=reason.strip(),
        details=details | {"sha256": root.sha256},
    )


def _words(*texts: str) -> None:
    if not all(text.strip() for text in texts):
        raise RootWordsMissing


def _certificate(content: bytes) -> x509.Certificate:
    if len(content) > _LARGEST:
        raise RootRefused(reason="unreadable")
    try:
        if b"-----BEGIN" in content:
            several = x509.load_pem_x509_certificates(content)
            if len(several) != 1:
                raise RootRefused(reason="several")
            return several[0]
        return x509.load_der_x509_certificate(content)
    except ValueError as error:
        raise RootRefused(reason="unreadable") from error


def _is_authority(found: x509.Certificate) -> bool:
    try:
        constraints = found.extensions.get_extension_for_class(x509.BasicConstraints).value
        uses = found.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return constraints.ca and uses.key_cert_sign


def _name(found: x509.Certificate) -> str:
    for kind in (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME):
        values = found.subject.get_attributes_for_oid(kind)
        if values:
            return str(values[0].value)[:200]
    return found.subject.rfc4514_string()[:200]
