"""Opens the store that an address names."""

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

from archive.stores.errors import StoreUnknown
from archive.stores.folder import FolderStore
from archive.stores.protocol import Store
from archive.stores.s3 import AccessKeys, S3Store


def open_store(url: str, keys: AccessKeys | None = None) -> Store:
    """The store at an address: `file:///folder` or `s3://BUCKET?endpoint=…&mode=…`.

    An S3 store is made once in a process: it keeps its connections, and that its bucket proved itself.

    Args:
        url: the address.
        keys: credentials of an S3 store; None: those of the settings.

    Raises:
        StoreUnknown: no store speaks that address.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return FolderStore(Path(unquote(parts.path)))
    if parts.scheme == "s3":
        return _s3_store(url, keys or keys_from_settings())
    raise StoreUnknown(parts.scheme or url)


def keys_from_settings() -> AccessKeys:
    """The window's own credentials."""
    return AccessKeys(settings.ARCHIVE_ACCESS_KEY, settings.ARCHIVE_SECRET_KEY)


@cache
def _s3_store(url: str, keys: AccessKeys) -> S3Store:
    return S3Store.open(url, keys)
