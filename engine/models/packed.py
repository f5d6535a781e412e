"""Bytes that are kept small: packed when they are long, and read as they were.

Short texts pack badly by themselves, so the packing begins with what most states have in common.
Source: RFC 1950 (zlib; 2.2 on preset dictionaries).
"""

import zlib
from typing import Any

from django.db import models

from engine.models.packing import DICTIONARIES, NEWEST

_LONG_BYTES = 1_000
# Twice as quick as zlib's usual level on a state, and a tenth larger.
_LEVEL = 2
# First byte of what zlib writes; a frozen state is JSON and begins with «{».
_ZLIB = 0x78
_HAS_DICTIONARY = 0x20


class PackedField(models.BinaryField):  # type: ignore[type-arg] # generic only to mypy
    """A `BinaryField` that packs what is long; to migrations it is the plain one."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """What is stored."""
        if value is not None and not prepared:
            value = pack(bytes(value))
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, _expression: object, _connection: object) -> bytes | None:
        """What was given."""
        return None if value is None else unpack(bytes(value))

    def deconstruct(self) -> Any:
        """As a `BinaryField`, so that migrations import nothing of ours."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs


def pack(value: bytes) -> bytes:
    """What is long packed, with the newest dictionary."""
    if len(value) <= _LONG_BYTES or _is_packed(value):
        return value
    packer = zlib.compressobj(_LEVEL, zdict=DICTIONARIES[NEWEST])
    return packer.compress(value) + packer.flush()


def unpack(value: bytes) -> bytes:
    """What was packed, with whichever dictionary it names; anything else as it is."""
    if not _is_packed(value):
        return value
    if not value[1] & _HAS_DICTIONARY:
        return zlib.decompress(value)
    dictionary = DICTIONARIES[int.from_bytes(value[2:6])]
    return zlib.decompressobj(zdict=dictionary).decompress(value)


def _is_packed(value: bytes) -> bool:
    return len(value) > 6 and value[0] == _ZLIB and int.from_bytes(value[:2]) % 31 == 0
