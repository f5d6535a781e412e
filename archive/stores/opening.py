"""Opens the store that an address names."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from archive.stores.errors import StoreUnknown
from archive.stores.folder import FolderStore
from archive.stores.protocol import Store


def open_store(url: str) -> Store:
    """The store at an address: `file:///folder` for now.

    Raises:
        StoreUnknown: no store speaks that address.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return FolderStore(Path(unquote(parts.path)))
    raise StoreUnknown(parts.scheme or url)
