"""Where a draft comes from: a published version, a zip, or a template; and what leaves it as a zip."""

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from bpmn.drafts import files
from bpmn.drafts.errors import DraftSlugRefused
from bpmn.drafts.person import Person
from bpmn.models import Draft, ProcedureVersion
from bpmn.package import Folder, FolderRefused, digest_of, from_files
from bpmn.package.findings import errors_of
from bpmn.package.folder import entry_findings, zip_of, zipped_files
from bpmn.package.sheet_reader import SHEET_FILES
from bpmn.versions.catalogue import root_folder
from bpmn.versions.errors import VersionUnknown
from bpmn.versions.sharing import standing_shared
from bpmn.versions.shelf import SHARED, folder_paths, procedure_paths
from bpmn.versions.version import Version

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST_SLUG = 60


def from_version(version: Version, *, by: Person, now: datetime) -> Draft:
    """A draft of the next version of a procedure."""
    folder = root_folder(version)
    return _made(
        Draft(
            slug=version.slug,
            title=version.sheet.official_name,
            based_on=version.digest,
            origin=f"Versión {version.number} publicada",
        ),
        folder.files,
        by,
        now,
    )


def from_shared(slug: str, *, by: Person, now: datetime) -> Draft:
    """A draft of the next version of something that procedures share.

    Raises:
        VersionUnknown: nothing shared has that name.
    """
    version = standing_shared(slug, now=now)
    if version is None:
        raise VersionUnknown(slug)
    return from_version(version, by=by, now=now)


def from_zip(content: bytes, *, name: str, by: Person, now: datetime) -> Draft:
    """A draft of what a zip holds; it may be wrong, but it may not reach outside itself.

    Args:
        content: the zip.
        name: of the file, which names the folder if nothing inside does.
        by: who imports it.
        now: moment, aware.

    Raises:
        FolderRefused: it is no zip, it holds what is no part of a folder, or it swells too much.
        DraftSlugRefused: nothing in it says a name that a folder may have.
    """
    slug, found = unzipped(content, name=name)
    findings = [finding for path, body in found.items() for finding in entry_findings(path, body)]
    if errors_of(findings):
        raise FolderRefused(findings)
    require_slug(slug)
    return _made(
        Draft(slug=slug, title=files.title_of(slug, found), origin=f"Importado de «{name[:200]}»"),
        found,
        by,
        now,
    )


def unzipped(content: bytes, *, name: str) -> tuple[str, dict[str, bytes]]:
    """The slug that a zip's sheet, its one outer folder or its own name says, and its files by path.

    Args:
        content: the zip.
        name: of its file.

    Raises:
        FolderRefused: it is no zip, it reaches outside itself, or it swells too much.
    """
    outer, found = zipped_files(content)
    return _slug_in(found) or outer or _plain(name.rpartition(".")[0]), found


def from_template(
    folder: Mapping[str, bytes], *, slug: str, origin: str, by: Person, now: datetime
) -> Draft:
    """A draft of a new procedure.

    Raises:
        DraftSlugRefused: another procedure has that name, or it is none.
    """
    require_new_slug(slug)
    return _made(
        Draft(slug=slug, title=files.title_of(slug, folder), origin=origin), folder, by, now
    )


def folder_of(draft: Draft) -> Folder:
    """The draft as a folder.

    Raises:
        FolderRefused: it does not make one.
    """
    return from_files(draft.slug, files.contents(draft))


def digest(draft: Draft) -> str:
    """SHA-256 of what the draft holds, whether or not it makes a folder."""
    return digest_of(files.contents(draft))


def to_zip(draft: Draft) -> bytes:
    """The draft's files under the name of its folder; an import of it gives the same files."""
    return zip_of(draft.slug, files.contents(draft))


def require_slug(slug: str) -> None:
    """Refuse what no folder may be called.

    Raises:
        DraftSlugRefused: with the name.
    """
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG:
        raise DraftSlugRefused(
            slug=slug[:_LONGEST_SLUG], why="Use letras minúsculas sin tilde, números y guiones."
        )


def require_new_slug(slug: str) -> None:
    """Refuse also what something else is called.

    Raises:
        DraftSlugRefused: with the name.
    """
    require_slug(slug)
    taken = {path.name for path in (*procedure_paths(), *folder_paths(SHARED))}
    if slug in taken or ProcedureVersion.objects.filter(slug=slug).exists():
        raise DraftSlugRefused(slug=slug, why="Ya hay un trámite con ese nombre.")


def _made(draft: Draft, found: Mapping[str, bytes], by: Person, now: datetime) -> Draft:
    draft.created_by_id, draft.created_by = by.id, by.name
    draft.created_at = draft.updated_at = now
    with transaction.atomic():
        draft.save()
        files.note(draft, "created", by, now, draft.origin)
        files.fill(draft, found, by=by, now=now)
    return draft


def _slug_in(found: Mapping[str, bytes]) -> str:
    for name in SHEET_FILES:
        try:
            written = tomllib.loads(found.get(name, b"").decode()).get("slug", "")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
            continue
        if isinstance(written, str) and written:
            return written
    return ""


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
