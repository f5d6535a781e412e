"""Bytes that are kept small: packed when they are long, and read as they were.

Source: RFC 1950 (zlib).
"""

import zlib
from typing import Any

from django.db import models

_LONG_BYTES = 1_000
# What a packed value begins with; a frozen state is JSON and begins with «{».
_PACKED = b"\x78\x01"


class PackedField(models.BinaryField):
    """A `BinaryField` that packs what is long; to migrations it is the plain one."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """What is stored: the quickest packing makes a state a third, and moves a third."""
        if value is not None and not prepared:
            value = bytes(value)
            if len(value) > _LONG_BYTES and not value.startswith(_PACKED):
                value = zlib.compress(value, 1)
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, _expression: object, _connection: object) -> bytes | None:
        """What was given."""
        if value is None:
            return None
        kept = bytes(value)
        return zlib.decompress(kept) if kept.startswith(_PACKED) else kept

    def deconstruct(self) -> Any:
        """As a `BinaryField`, so that migrations import nothing of ours."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs
