"""From a folder to a published version: proposed by its author, approved by somebody else, all or nothing."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal

from bpmn.apps import home_entity
from bpmn.checks import check
from bpmn.entity import Entity
from bpmn.models import ProcedureVersion, VersionState
from bpmn.package import Folder, FolderKind
from bpmn.package.findings import error, errors_of
from bpmn.package.pins import needs, version_digest
from bpmn.versions.catalogue import version_of
from bpmn.versions.contents import keep
from bpmn.versions.errors import PublishRefused, SamePerson, VersionUnknown
from bpmn.versions.version import Version

# The folders that come with the program have no second person; this name alone may do both.
SHELF = "shelf"
# Sent with `slug` when another version of a procedure is offered, or none; the transaction is still open.
offer_changed = Signal()


def publish(
    folder: Folder,
    *,
    library: Mapping[str, Folder],
    author: str,
    publisher: str,
    now: datetime,
    entity: Entity | None = None,
) -> Version:
    """Publish a folder with the shared folders that it uses.

    Publishing what is published already gives the version that is there.

    Args:
        folder: of kind procedure.
        library: shared folders by slug.
        author: who wrote it.
        publisher: who answers for it; another person than the author.
        now: moment of publication, aware.
        entity: whose offices and TRD it must fit; by default that of this window.

    Raises:
        PublishRefused: the folder has errors; nothing changed.
        SamePerson: author and publisher are one.
    """
    with transaction.atomic():
        standing = _standing(folder, library)
        if standing is not None:
            return version_of(standing)
        draft = propose(folder, library=library, author=author, now=now, entity=entity)
        return approve(draft, publisher=publisher, now=now)


def propose(
    folder: Folder,
    *,
    library: Mapping[str, Folder],
    author: str,
    now: datetime,
    entity: Entity | None = None,
    is_rehearsed: bool = False,
) -> Version:
    """Check a folder and hand it to review, without publishing it.

    Args:
        folder: of kind procedure.
        library: shared folders by slug.
        author: who wrote it.
        now: moment, aware.
        entity: whose offices and TRD it must fit; by default that of this window.
        is_rehearsed: whether exactly this was checked and played; many at once last half a minute.

    Raises:
        PublishRefused: the folder has errors; nothing was written.
    """
    if not is_rehearsed:
        _refuse_errors(folder, library, entity)
    return _in_review(folder, needs(folder, library), author=author, now=now)


def propose_shared(
    folder: Folder,
    *,
    library: Mapping[str, Folder],
    author: str,
    now: datetime,
    entity: Entity | None = None,
) -> Version:
    """The same for a folder that procedures share; each of their versions pins it with what it uses.

    Raises:
        PublishRefused: the folder has errors; nothing was written.
    """
    library = {**library, folder.slug: folder}
    _require_sound(folder, tuple(library.items()), entity or home_entity())
    return _in_review(folder, {}, author=author, now=now)


def _in_review(
    folder: Folder, shared: Mapping[str, Folder], *, author: str, now: datetime
) -> Version:
    with transaction.atomic():
        content = keep(folder)
        for other in shared.values():
            keep(other)
        last = ProcedureVersion.objects.filter(slug=folder.slug).aggregate(last=Max("number"))
        row = ProcedureVersion(
            slug=folder.slug,
            number=(last["last"] or 0) + 1,
            digest=version_digest(folder, shared),
            content=content,
            pins={slug: other.digest for slug, other in shared.items()},
            author=author,
            created_at=now,
        )
        row.submit()
        row.save()
    return version_of(row)


def approve(version: Version, *, publisher: str, now: datetime) -> Version:
    """Publish a version in review; the one published before is retired.

    Raises:
        SamePerson: the publisher wrote it.
        VersionUnknown: it is not in review.
    """
    with transaction.atomic():
        rows = ProcedureVersion.objects.select_for_update().filter(slug=version.slug)
        row = rows.filter(pk=version.id, state=VersionState.IN_REVIEW).first()
        if row is None:
            raise VersionUnknown(f"{version.slug} v{version.number}")
        if publisher == row.author and publisher != SHELF:
            raise SamePerson(publisher)
        for earlier in rows.filter(state=VersionState.PUBLISHED):
            earlier.retire()
            earlier.retired_at = now
            earlier.save()
        row.publisher = publisher
        row.published_at = now
        row.publish()
        row.save()
        if row.content.kind == FolderKind.PROCEDURE:
            offer_changed.send(ProcedureVersion, slug=version.slug)
    return version_of(row)


def send_back(version_id: int) -> None:
    """Return a version in review to its author; its number stays taken.

    Raises:
        VersionUnknown: it is not in review.
    """
    with transaction.atomic():
        rows = ProcedureVersion.objects.select_for_update()
        row = rows.filter(pk=version_id, state=VersionState.IN_REVIEW).first()
        if row is None:
            raise VersionUnknown(str(version_id))
        row.send_back()
        row.save()


def retire(slug: str, *, now: datetime, by: str = "", why: str = "") -> None:
    """Let no new case start on the procedure; running cases stay on their version."""
    with transaction.atomic():
        for row in ProcedureVersion.objects.select_for_update().filter(
            slug=slug, state=VersionState.PUBLISHED
        ):
            row.retire()
            row.retired_at, row.retired_by, row.retired_why = now, by, why
            row.save()
        offer_changed.send(ProcedureVersion, slug=slug)


def _standing(folder: Folder, library: Mapping[str, Folder]) -> ProcedureVersion | None:
    digest = version_digest(folder, needs(folder, library))
    return ProcedureVersion.objects.filter(
        slug=folder.slug, digest=digest, state=VersionState.PUBLISHED
    ).first()


def _refuse_errors(folder: Folder, library: Mapping[str, Folder], entity: Entity | None) -> None:
    if folder.kind is not FolderKind.PROCEDURE:
        raise PublishRefused(
            [
                error(
                    "publish-not-procedure",
                    folder.sheet_file,
                    "kind",
                    "Sólo se publican trámites.",
                    "Lo compartido se publica con cada trámite que lo usa.",
                )
            ]
        )
    _require_sound(folder, tuple(library.items()), entity or home_entity())


# A rehearsal publishes the same folder before each of its scenarios; one that is refused is looked at anew.
@lru_cache(maxsize=32)
def _require_sound(
    folder: Folder, library: tuple[tuple[str, Folder], ...], entity: Entity | None
) -> None:
    findings = check(folder, dict(library), entity=entity)
    if errors_of(findings):
        raise PublishRefused(findings)
