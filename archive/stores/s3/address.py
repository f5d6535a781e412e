"""The address of a bucket: `s3://BUCKET?endpoint=https://HOST&region=R&mode=COMPLIANCE&sse=s3`.

The credentials are never part of it: an address stands in logs, reports and journals.
"""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from archive.stores.errors import StoreUnknown

COMPLIANCE = "COMPLIANCE"
GOVERNANCE = "GOVERNANCE"
_WORDS = {"endpoint", "region", "mode", "sse", "timeout"}
_TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True)
class AccessKeys:
    """Credentials of the window on the server; they show themselves to nobody."""

    access: str
    secret: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class S3Address:
    """Where a bucket is and how it keeps things.

    Attributes:
        host: host and port of the server.
        mode: COMPLIANCE (nobody can shorten) or GOVERNANCE (who has the permission can; for trials).
        sse: encryption at rest: `s3` (the server's key), `kms:KEY` or `none`.
        timeout_seconds: how long one answer may take.
    """

    bucket: str
    host: str
    is_secure: bool
    region: str
    mode: str
    sse: str
    timeout_seconds: float

    @classmethod
    def parse(cls, url: str) -> "S3Address":
        """Read an address.

        Raises:
            StoreUnknown: naming the part that is missing or not understood.
        """
        parts = urlsplit(url)
        words = dict(parse_qsl(parts.query, keep_blank_values=True))
        if "@" in parts.netloc:
            raise StoreUnknown("credentials do not belong in the address")
        if not parts.netloc or parts.path.strip("/") or set(words) - _WORDS:
            raise StoreUnknown("s3://BUCKET?endpoint=…&mode=…&region=…&sse=…&timeout=…")
        server = urlsplit(words.get("endpoint", ""))
        if server.scheme not in {"http", "https"} or "@" in server.netloc or not server.netloc:
            raise StoreUnknown("endpoint")
        return cls(
            bucket=parts.netloc,
            host=server.netloc,
            is_secure=server.scheme == "https",
            region=words.get("region") or "us-east-1",
            mode=_mode(words),
            sse=_sse(words),
            timeout_seconds=_seconds(words),
        )


def _mode(words: dict[str, str]) -> str:
    # Without a default: COMPLIANCE cannot be undone, and GOVERNANCE is not enough for a record.
    if words.get("mode") not in {COMPLIANCE, GOVERNANCE}:
        raise StoreUnknown("mode")
    return words["mode"]


def _sse(words: dict[str, str]) -> str:
    sse = words.get("sse") or "s3"
    kind, _, key = sse.partition(":")
    if sse not in {"s3", "none"} and not (kind == "kms" and key):
        raise StoreUnknown("sse")
    return sse


def _seconds(words: dict[str, str]) -> float:
    try:
        seconds = float(words.get("timeout") or _TIMEOUT_SECONDS)
    except ValueError as error:
        raise StoreUnknown("timeout") from error
    if not 0 < seconds < 3600:
        raise StoreUnknown("timeout")
    return seconds
