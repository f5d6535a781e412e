"""Where signing keys live, how a PIN opens one, and who may sign for an office."""

from signatures.keys.authority import Authority, Grant, authority_of, end_early, grant
from signatures.keys.custody import (
    BLOCK_MINUTES,
    WRONG_PINS_ALLOWED,
    asks_for_code,
    counting,
    key_of,
    open_seal,
    seal_key,
    send_code,
    try_out,
    unlock,
)
from signatures.keys.enrolment import (
    Enrolment,
    deactivate,
    encrypt_again,
    enrol,
    enrol_remote,
    enrol_token,
    expiring,
)
from signatures.keys.opened import OpenKey, Secrets, facts
from signatures.keys.ownership import Confirmation
from signatures.keys.pkcs12 import Pkcs12Key, UnlockedKey
from signatures.keys.places import RemotePlace, TokenPlace

__all__ = [
    "BLOCK_MINUTES",
    "WRONG_PINS_ALLOWED",
    "Authority",
    "Confirmation",
    "Enrolment",
    "Grant",
    "OpenKey",
    "Pkcs12Key",
    "RemotePlace",
    "Secrets",
    "TokenPlace",
    "UnlockedKey",
    "asks_for_code",
    "authority_of",
    "counting",
    "deactivate",
    "encrypt_again",
    "end_early",
    "enrol",
    "enrol_remote",
    "enrol_token",
    "expiring",
    "facts",
    "grant",
    "key_of",
    "open_seal",
    "seal_key",
    "send_code",
    "try_out",
    "unlock",
]
