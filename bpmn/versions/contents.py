"""Folders kept under their digest, and the bundles made of them; nothing here changes once written."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from bpmn.models import FolderContent
from bpmn.package import Folder, from_zip

Value = TypeVar("Value")


class DigestCache(Generic[Value]):
    """Values by digest, the longest unused forgotten first; safe between threads.

    What is named by a digest never changes, so nothing here ever goes stale.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[str, Value] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[str, threading.Lock] = {}

    def get(self, digest: str, make: Callable[[], Value]) -> Value:
        """The value of the digest; made once even if many threads ask at the same time."""
        with self._lock:
            if digest in self._values:
                self._values.move_to_end(digest)
                return self._values[digest]
            making = self._making.setdefault(digest, threading.Lock())
        with making:
            with self._lock:
                if digest in self._values:
                    return self._values[digest]
            value = make()
            with self._lock:
                self._values[digest] = value
                self._making.pop(digest, None)
                while len(self._values) > self._size:
                    self._values.popitem(last=False)
            return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self._making.clear()


_folders: DigestCache[Folder] = DigestCache(256)


def keep(folder: Folder) -> FolderContent:
    """Keep the folder's bytes under its digest, unless they are there already."""
    content, _ = FolderContent.objects.get_or_create(
        digest=folder.digest,
        defaults={"slug": folder.slug, "kind": folder.kind.value, "archive": folder.to_zip()},
    )
    return content


def folder_of(digest: str) -> Folder:
    """The folder kept under a digest."""
    return _folders.get(digest, lambda: _read(digest))


def _read(digest: str) -> Folder:
    content = FolderContent.objects.get(pk=digest)
    return from_zip(bytes(content.archive), content.slug)
