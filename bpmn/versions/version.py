"""A version as a value, and the bundle of folders that it is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bpmn.models import VersionState
from bpmn.package import DocumentSheet, Folder, Sheet
from bpmn.package.sources import woven


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a procedure.

    Attributes:
        id: primary key of its row.
        number: 1 for the first version of this slug.
        digest: SHA-256 of the folder and of what it is pinned to; a case keeps it.
        folder_digest: SHA-256 of the procedure's own folder.
        pins: digest of each shared folder by its slug.
    """

    id: int
    slug: str
    number: int
    digest: str
    folder_digest: str
    pins: Mapping[str, str]
    state: VersionState
    author: str
    publisher: str
    published_at: datetime | None
    sheet: Sheet

    def __hash__(self) -> int:
        """By its row."""
        return hash(self.id)


@dataclass(frozen=True)
class Bundle:
    """The procedure's folder with the shared folders that it uses.

    Attributes:
        root: the procedure's own folder.
        shared: folders of processes it calls and of forms it includes, by slug.
    """

    root: Folder
    shared: Mapping[str, Folder]

    @property
    def wrapper(self) -> Folder | None:
        """What the procedure is wrapped in; None for nothing."""
        return self.shared.get(self.root.sheet.wrapper)

    @property
    def process(self) -> bytes:
        """The procedure's diagram as it runs, with what its wrapper adds."""
        return woven(self.root, self.wrapper)

    def find(self, path: str, process_id: str) -> bytes | None:
        """A file: the procedure's own first, then that of the process where the element stands."""
        for folder in self._places(process_id):
            if path in folder.files:
                return folder.files[path]
        return None

    def document(self, document_id: str, process_id: str) -> DocumentSheet | None:
        """A document of the sheets, looked up in the same order, then in all that is shared."""
        for folder in self._all_places(process_id):
            if document_id in folder.sheet.documents:
                return folder.sheet.documents[document_id]
        return None

    def template_files(self, template: str, process_id: str) -> dict[str, bytes]:
        """The documents/ folder that holds a template, by name without the folder.

        An empty mapping if no folder holds it.
        """
        for folder in self._all_places(process_id):
            if f"documents/{template}" in folder.files:
                return folder.inside("documents")
        return {}

    def include(self, name: str) -> bytes | None:
        """A shared group of fields that forms include by name."""
        path = f"forms/{name}.form"
        for folder in (self.root, *self.shared.values()):
            if path in folder.files:
                return folder.files[path]
        return None

    def _all_places(self, process_id: str) -> Iterable[Folder]:
        """Also folders of other shared processes: what one of them has another one make."""
        yield from self._places(process_id)
        yield from (self.shared[slug] for slug in sorted(self.shared))

    def _places(self, process_id: str) -> Iterable[Folder]:
        yield self.root
        if process_id in self.shared:
            yield self.shared[process_id]
        elif process_id == self.root.slug and self.wrapper is not None:
            yield self.wrapper
