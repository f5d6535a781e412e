"""Object stores of the record: one protocol, one store for each kind of place."""

from archive.stores.errors import (
    ObjectCorrupt,
    ObjectMissing,
    RetentionActive,
    RetentionCannotShrink,
    StoreError,
    StoreUnavailable,
    StoreUnknown,
)
from archive.stores.folder import FolderStore
from archive.stores.opening import open_store
from archive.stores.protocol import Store, StoredObject

__all__ = [
    "FolderStore",
    "ObjectCorrupt",
    "ObjectMissing",
    "RetentionActive",
    "RetentionCannotShrink",
    "Store",
    "StoreError",
    "StoreUnavailable",
    "StoreUnknown",
    "StoredObject",
    "open_store",
]
