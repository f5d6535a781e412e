"""Object Lock in the words of this project: days in Bogotá, and what a version says of itself."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from minio.retention import Retention
from minio.time import from_iso8601utc, to_iso8601utc
from minio.xml import marshal

from archive.stores.errors import StoreUnavailable

BOGOTA = ZoneInfo("America/Bogota")
# A lock that is taken away is an empty document (S3 API, PutObjectRetention).
NO_RETENTION = b'<Retention xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>'
_EMPTY_DAY = date.min


def end_of(day: date) -> datetime:
    """The moment at which a day ends in Bogotá, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), BOGOTA).astimezone(UTC)


def last_day(until: datetime) -> date:
    """The last day in Bogotá that a lock covers, at least in part."""
    return (until - timedelta(microseconds=1)).astimezone(BOGOTA).date()


def lock_headers(mode: str, until: date) -> dict[str, str]:
    """What a put says to lock what it brings."""
    return {
        "x-amz-object-lock-mode": mode,
        "x-amz-object-lock-retain-until-date": to_iso8601utc(end_of(until)) or "",
    }


def retention(mode: str, until: datetime) -> bytes:
    """The document that sets a retention."""
    return marshal(Retention(mode, until))


def moment_of(headers: Mapping[str, str]) -> datetime:
    """What the server's clock says: the one that its locks go by.

    Raises:
        StoreUnavailable: the answer has no date.
    """
    try:
        return parsedate_to_datetime(headers["Date"])
    except (KeyError, ValueError) as error:
        raise StoreUnavailable("the answer has no date") from error


@dataclass(frozen=True, kw_only=True)
class LockedVersion:
    """One version of an object, from the headers that the server answers.

    Attributes:
        sha256: of the content as the server reckoned it on arrival, in hexadecimal; empty: it does not say.
        mode: of its lock; empty: there is none.
        locked_until: when the lock ends.
        kept_until: the last day that the put named, for what is past its date and so has no lock.
        asked_at: the server's time of this answer.
    """

    version_id: str
    size_bytes: int
    media_type: str
    sha256: str
    mode: str
    locked_until: datetime | None
    kept_until: date
    is_held: bool
    asked_at: datetime

    @classmethod
    def read(cls, headers: Mapping[str, str]) -> "LockedVersion":
        """Read the answer to HeadObject or GetObject."""
        return cls(
            version_id=headers.get("x-amz-version-id", ""),
            size_bytes=int(headers.get("content-length", "0")),
            media_type=headers.get("content-type", ""),
            sha256=_hexadecimal(headers.get("x-amz-checksum-sha256", "")),
            mode=headers.get("x-amz-object-lock-mode", ""),
            locked_until=from_iso8601utc(headers.get("x-amz-object-lock-retain-until-date")),
            kept_until=_day(headers.get("x-amz-meta-retain-until", "")),
            is_held=headers.get("x-amz-object-lock-legal-hold", "") == "ON",
            asked_at=moment_of(headers),
        )

    @property
    def is_locked(self) -> bool:
        """Whether the server keeps it now."""
        until = self.locked_until
        return bool(self.mode) and until is not None and until > self.asked_at

    @property
    def retain_until(self) -> date:
        """The last day on which it stays."""
        return self.kept_until if self.locked_until is None else last_day(self.locked_until)


def _hexadecimal(checksum: str) -> str:
    try:
        return base64.b64decode(checksum, validate=True).hex()
    except (binascii.Error, ValueError):
        # The checksum of a multipart upload: nothing that we put.
        return "of parts"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return _EMPTY_DAY
