"""Object stores of the record: one protocol, one store for each kind of place."""

from archive.stores.errors import (
    ObjectCorrupt,
    ObjectHeld,
    ObjectMissing,
    ObjectUnreadable,
    RetentionActive,
    RetentionCannotShrink,
    StoreError,
    StoreNotWorm,
    StoreUnavailable,
    StoreUnknown,
)
from archive.stores.folder import FolderStore
from archive.stores.moving import Move, MoveReport
from archive.stores.opening import open_store
from archive.stores.proof import Proof, prove
from archive.stores.protocol import Store, StoredObject, Version
from archive.stores.s3 import AccessKeys, S3Address, S3Store, least_privilege

__all__ = [
    "AccessKeys",
    "FolderStore",
    "Move",
    "MoveReport",
    "ObjectCorrupt",
    "ObjectHeld",
    "ObjectMissing",
    "ObjectUnreadable",
    "Proof",
    "RetentionActive",
    "RetentionCannotShrink",
    "S3Address",
    "S3Store",
    "Store",
    "StoreError",
    "StoreNotWorm",
    "StoreUnavailable",
    "StoreUnknown",
    "StoredObject",
    "Version",
    "least_privilege",
    "open_store",
    "prove",
]
