"""Whom signatures are trusted by and where proofs are fetched, as one frozen value."""

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

_DEVELOPMENT_TSA_PATH = "/dev/tsa/tsa"


@dataclass(frozen=True, kw_only=True)
class TimestampAuthority:
    """One RFC 3161 service.

    Attributes:
        url: where it answers.
        policies: dotted OIDs of the policies that are accepted; empty: any.
        accuracy_seconds: the largest accuracy that its tokens may state; None: any, and none stated.
        username: for HTTP basic authentication; empty: none.
        password: the same; a secret.
    """

    url: str
    policies: tuple[str, ...] = ()
    accuracy_seconds: float | None = None
    username: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class TrustSettings:
    """What signing and verifying need to know of the outside.

    Attributes:
        tsas: timestamping services in the order in which they are asked; empty where nothing is signed.
        roots: PEM of trusted roots; one item may hold several certificates.
        extra_intermediates: PEM of authorities that documents may leave out.
        fetch_timeout_seconds: limit for one answer (timestamp, OCSP, CRL).
        total_timeout_seconds: limit for all fetching of one signature.
    """

    roots: tuple[bytes, ...]
    tsas: tuple[TimestampAuthority, ...] = ()
    extra_intermediates: tuple[bytes, ...] = ()
    fetch_timeout_seconds: float = 4.0
    total_timeout_seconds: float = 10.0


def from_settings() -> TrustSettings:
    """The trust of this window: its own roots, or those of the development PKI.

    Raises:
        FileNotFoundError: a root named in TRUST_ROOTS, or the development PKI, is not there.
    """
    named = tuple(Path(name.strip()) for name in settings.TRUST_ROOTS.split(",") if name.strip())
    files = named or (Path(settings.PKI_DIR) / "certs" / "root.pem",)
    urls = settings.TSA_URL.split() or [settings.PKI_URL.rstrip("/") + _DEVELOPMENT_TSA_PATH]
    return TrustSettings(
        tsas=tuple(TimestampAuthority(url=url) for url in urls),
        roots=tuple(path.read_bytes() for path in files),
    )
