"""Timestamps of RFC 3161: from a list of services, each token checked before anything rests on it."""

from signatures.timestamps.errors import TokenRejected
from signatures.timestamps.pool import TimestamperPool, reasons_of
from signatures.timestamps.stamping import (
    Stamp,
    check_stamp,
    forget,
    open_timestamper,
    read_stamp,
    stamp,
)

__all__ = [
    "Stamp",
    "TimestamperPool",
    "TokenRejected",
    "check_stamp",
    "forget",
    "open_timestamper",
    "read_stamp",
    "reasons_of",
    "stamp",
]
