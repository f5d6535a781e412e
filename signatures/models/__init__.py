"""Tables of the room."""

from signatures.models.keys import KeyKind, SigningKey

__all__ = ["KeyKind", "SigningKey"]
