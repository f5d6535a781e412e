"""What is published: current versions, versions by digest, their bundles and their compiled models."""

from django.db.models import QuerySet

from bpmn.models import ProcedureVersion, VersionState
from bpmn.package import Folder, FolderKind
from bpmn.package.sources import sources
from bpmn.versions.contents import DigestCache, folder_of
from bpmn.versions.errors import VersionUnknown
from bpmn.versions.version import Bundle, Version
from engine.runtime import CompiledModel, ProcessSource, compile_model

_models: DigestCache[CompiledModel] = DigestCache(128)


def version_of(row: ProcedureVersion) -> Version:
    """A row as a value."""
    return Version(
        id=row.pk,
        slug=row.slug,
        number=row.number,
        digest=row.digest,
        folder_digest=row.content_id,
        pins=dict(row.pins),
        state=VersionState(row.state),
        author=row.author,
        publisher=row.publisher,
        published_at=row.published_at,
        sheet=folder_of(row.content_id).sheet,
    )


def current(slug: str) -> Version | None:
    """The version that new cases start on; None if nothing is published under that slug."""
    row = _published().filter(slug=slug).first()
    return version_of(row) if row else None


def by_digest(digest: str) -> Version:
    """The version that a case keeps by its digest, published or retired.

    Raises:
        VersionUnknown: no version has that digest.
    """
    row = ProcedureVersion.objects.filter(digest=digest).order_by("-number").first()
    if row is None:
        raise VersionUnknown(digest)
    return version_of(row)


def history(slug: str) -> list[Version]:
    """Every version of a procedure, the newest first."""
    return [
        version_of(row) for row in ProcedureVersion.objects.filter(slug=slug).order_by("-number")
    ]


def numbered(slug: str, number: int) -> Version:
    """A version of a procedure by its number, whatever its state.

    Raises:
        VersionUnknown: there is none.
    """
    row = ProcedureVersion.objects.filter(slug=slug, number=number).first()
    if row is None:
        raise VersionUnknown(f"{slug} v{number}")
    return version_of(row)


def catalogue() -> list[Version]:
    """Every published procedure, in the order of its official name."""
    return sorted(map(version_of, _published()), key=lambda version: version.sheet.official_name)


def bundle(version: Version) -> Bundle:
    """The folders that the version is made of."""
    return Bundle(
        root=folder_of(version.folder_digest),
        shared={slug: folder_of(digest) for slug, digest in version.pins.items()},
    )


def compiled(version: Version) -> CompiledModel:
    """The version's model, compiled once for each process of the program."""
    return _models.get(version.digest, lambda: compile_bundle(bundle(version), version.digest))


def compile_bundle(folders: Bundle, digest: str) -> CompiledModel:
    """Compile folders that need not be published.

    Raises:
        engine.runtime.ModelRefused: with what the runtime does not run.
    """
    return compile_model(folders.root.slug, sources_of(folders), digest)


def sources_of(folders: Bundle) -> dict[str, ProcessSource]:
    """What the compiler takes: each process with the decisions of its folder."""
    return sources((folders.root, *folders.shared.values()), folders.wrapper)


def root_folder(version: Version) -> Folder:
    """The procedure's own folder."""
    return folder_of(version.folder_digest)


def _published() -> QuerySet[ProcedureVersion]:
    """Without the versions of what procedures share, which nobody files."""
    return ProcedureVersion.objects.filter(
        state=VersionState.PUBLISHED, content__kind=FolderKind.PROCEDURE.value
    )
