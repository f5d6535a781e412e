"""Where signing keys live and how a PIN opens one."""

from signatures.keys.custody import (
    BLOCK_MINUTES,
    WRONG_PINS_ALLOWED,
    enrol,
    key_of,
    seal_key,
    unlock,
)
from signatures.keys.opened import OpenKey
from signatures.keys.pkcs12 import Pkcs12Key, UnlockedKey

__all__ = [
    "BLOCK_MINUTES",
    "WRONG_PINS_ALLOWED",
    "OpenKey",
    "Pkcs12Key",
    "UnlockedKey",
    "enrol",
    "key_of",
    "seal_key",
    "unlock",
]
