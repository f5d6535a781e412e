"""Versions of procedures: canonical content under a digest, review, publishing, and what runs by it."""

from bpmn.versions.catalogue import (
    bundle,
    by_digest,
    catalogue,
    compile_bundle,
    compiled,
    current,
    history,
    numbered,
    root_folder,
)
from bpmn.versions.errors import PublishRefused, SamePerson, VersionUnknown
from bpmn.versions.publishing import (
    SHELF,
    approve,
    offer_changed,
    propose,
    publish,
    retire,
    send_back,
)
from bpmn.versions.shelf import ShelfLoad, load_shelf, shelf_library
from bpmn.versions.version import Bundle, Version

__all__ = [
    "SHELF",
    "Bundle",
    "PublishRefused",
    "SamePerson",
    "ShelfLoad",
    "Version",
    "VersionUnknown",
    "approve",
    "bundle",
    "by_digest",
    "catalogue",
    "compile_bundle",
    "compiled",
    "current",
    "history",
    "load_shelf",
    "numbered",
    "offer_changed",
    "propose",
    "publish",
    "retire",
    "root_folder",
    "send_back",
    "shelf_library",
]
