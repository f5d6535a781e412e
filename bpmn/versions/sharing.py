"""Versions of what many procedures share: which one drafts stand on, and which procedures pin it.

A case never asks here: the version that it keeps names the digest of every shared folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import transaction
from django.db.models import QuerySet

from bpmn.models import ProcedureVersion, VersionState
from bpmn.package import Folder, FolderKind
from bpmn.package.pins import needs, version_digest
from bpmn.versions.catalogue import bundle, catalogue, version_of
from bpmn.versions.contents import folder_of
from bpmn.versions.publishing import SHELF, approve, propose_shared
from bpmn.versions.shelf import shelf_library
from bpmn.versions.version import Version


@dataclass(frozen=True, kw_only=True)
class Use:
    """A published procedure that stands on a shared folder, and what it would be on another one.

    Attributes:
        library: what its next version may pin: all that it pins now, with the other folder.
        digest: of that next version.
    """

    version: Version
    folder: Folder
    library: Mapping[str, Folder]
    digest: str


def shared_library() -> dict[str, Folder]:
    """What drafts may call and include: the program's shared folders, and those that people published since."""
    published = _published().exclude(author=SHELF).values_list("slug", "content_id")
    return {**_of_program(), **{slug: folder_of(digest) for slug, digest in published}}


def current_shared(slug: str) -> Version | None:
    """The version that the next procedures take; None if nobody began to change what the program brings."""
    row = _published().filter(slug=slug).first()
    return version_of(row) if row else None


def standing_shared(slug: str, *, now: datetime) -> Version | None:
    """The same, with what the program brings as a version of the shelf; None if it brings none either."""
    with transaction.atomic():
        standing = current_shared(slug)
        brought = _of_program().get(slug)
        is_ours = standing is None or standing.author == SHELF
        if brought is None or not is_ours:
            return standing
        if standing is not None and standing.folder_digest == brought.digest:
            return standing
        first = propose_shared(brought, library=_of_program(), author=SHELF, now=now)
        return approve(first, publisher=SHELF, now=now)


def using(slug: str) -> list[Version]:
    """Published procedures that pin a shared folder, by their names."""
    return [version for version in catalogue() if slug in version.pins]


def uses(folder: Folder) -> list[Use]:
    """What each of them would be on this content of the folder; all else that it pins stays."""
    return [_use(version, folder) for version in using(folder.slug)]


def _use(version: Version, folder: Folder) -> Use:
    folders = bundle(version)
    library = {**shared_library(), **folders.shared, folder.slug: folder}
    digest = version_digest(folders.root, needs(folders.root, library))
    return Use(version=version, folder=folders.root, library=library, digest=digest)


def _published() -> QuerySet[ProcedureVersion]:
    rows = ProcedureVersion.objects.filter(state=VersionState.PUBLISHED)
    return rows.exclude(content__kind=FolderKind.PROCEDURE.value)


@lru_cache(maxsize=1)
def _of_program() -> dict[str, Folder]:
    # They never change while the program runs.
    return shelf_library()
