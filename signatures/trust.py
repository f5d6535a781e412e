"""Whom signatures are trusted by and where proofs are fetched, as one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate, load_pem_x509_certificates
from django.conf import settings

from signatures.tsas import TimestampAuthority, configured

__all__ = ["TimestampAuthority", "TrustSettings", "from_settings"]

_NONE: Mapping[str, datetime] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class TrustSettings:
    """What signing and verifying need to know of the outside.

    Attributes:
        tsas: timestamping services in the order in which they are asked; empty where nothing is signed.
        roots: PEM of trusted roots; one item may hold several certificates.
        extra_intermediates: PEM of authorities that documents may leave out.
        fetch_timeout_seconds: limit for one answer (timestamp, OCSP, CRL).
        total_timeout_seconds: limit for all fetching of one signature.
        signer_proof_seconds: for how long what was found about a signer's certificate is used again.
        authority_crl_seconds: the same for CRL about authorities.
        signers_only: SHA-256 (hexadecimal) of roots that timestamps may not lead to.
        tsas_only: SHA-256 of roots that signatures may not lead to.
        former_roots: PEM of withdrawn roots, trusted for what a timestamp proves to be older.
        distrusted_after: SHA-256 of a withdrawn root to the aware moment when its trust ends.
        fetches_revocation: verification may ask the authorities for revocation data that a document
            lacks; only addresses in certificates that lead to a root are asked.
    """

    roots: tuple[bytes, ...]
    tsas: tuple[TimestampAuthority, ...] = ()
    extra_intermediates: tuple[bytes, ...] = ()
    fetch_timeout_seconds: float = 4.0
    total_timeout_seconds: float = 10.0
    signer_proof_seconds: float = 60.0
    authority_crl_seconds: float = 3600.0
    signers_only: frozenset[str] = frozenset()
    tsas_only: frozenset[str] = frozenset()
    former_roots: tuple[bytes, ...] = ()
    distrusted_after: Mapping[str, datetime] = field(default_factory=lambda: _NONE)
    fetches_revocation: bool = True


def from_settings() -> TrustSettings:
    """The trust of this window: the roots of its settings and those of its managed list.

    It is read anew each time, so that a change counts at once in every process. A root that was withdrawn
    from the list is out, whatever the settings say.

    Raises:
        FileNotFoundError: a root named in TRUST_ROOTS is not there, or there is no root at all.
        TimestampSettingsWrong: TSA_FILE cannot be read.
    Source: ETSI EN 319 102-1, 5.2.5 (trust anchors).
    """
    # The child that verifies strangers' files imports this module and has no database.
    from signatures.models import RootUse, TrustRoot  # noqa: PLC0415

    rows = [*TrustRoot.objects.all()]
    listed = {row.sha256: row for row in rows if row.withdrawn_at is None}
    former = {row.sha256: row for row in rows if row.sha256 not in listed}
    named = {_fingerprint(content): content for content in _named_roots(optional=bool(rows))}
    kept = [content for sha256, content in named.items() if sha256 not in former]
    kept += [row.pem.encode() for sha256, row in listed.items() if sha256 not in named]
    dated = {sha256: row for sha256, row in former.items() if row.distrust_after is not None}
    return replace(
        without_list(optional=True),
        roots=tuple(kept),
        signers_only=frozenset(
            sha256 for sha256, row in listed.items() if row.use == RootUse.SIGNERS
        ),
        tsas_only=frozenset(
            sha256 for sha256, row in listed.items() if row.use == RootUse.TIMESTAMPS
        ),
        former_roots=tuple(row.pem.encode() for row in dated.values()),
        distrusted_after={
            sha256: row.distrust_after for sha256, row in dated.items() if row.distrust_after
        },
    )


def without_list(*, optional: bool = False) -> TrustSettings:
    """The trust of the settings alone, for a machine that has no database.

    Args:
        optional: it may be that they name no root.

    Raises:
        FileNotFoundError, TimestampSettingsWrong: as `from_settings`.
    """
    return TrustSettings(
        tsas=configured(),
        roots=tuple(_named_roots(optional=optional)),
        signer_proof_seconds=settings.SIGNER_PROOF_SECONDS,
    )


def _named_roots(*, optional: bool) -> list[bytes]:
    """Each certificate of the files that the settings name, or of the development PKI's root."""
    named = [Path(name.strip()) for name in settings.TRUST_ROOTS.split(",") if name.strip()]
    development = Path(settings.PKI_DIR) / "certs" / "root.pem"
    if not named and optional and not development.exists():
        return []
    return [
        found.public_bytes(Encoding.PEM)
        for path in named or [development]
        for found in load_pem_x509_certificates(path.read_bytes())
    ]


def _fingerprint(content: bytes) -> str:
    return load_pem_x509_certificate(content).fingerprint(SHA256()).hex()
