"""Names of objects: a key is `sha256:` and the hash of the content, and nothing else is one."""

import hashlib

from archive.stores.errors import ObjectMissing

PREFIX = "sha256:"
_HEX = frozenset("0123456789abcdef")


def key_of(content: bytes) -> str:
    """The key of the content."""
    return PREFIX + hashlib.sha256(content).hexdigest()


def digest_of(key: str) -> str:
    """The hash that a key names, in hexadecimal.

    Raises:
        ObjectMissing: it is no key, so nothing lies under it.
    """
    digest = key.removeprefix(PREFIX)
    if not is_digest(digest):
        raise ObjectMissing(key)
    return digest


def is_digest(name: str) -> bool:
    """Whether the name is a SHA-256 in hexadecimal."""
    return len(name) == 64 and set(name) <= _HEX
