"""What must be mended in a draft, and whether it is ready for a second person."""

import logging
from dataclasses import dataclass
from functools import lru_cache

from bpmn.apps import home_entity
from bpmn.checks import check
from bpmn.drafts import making
from bpmn.models import Draft, DraftRehearsal, ProcedureVersion, RehearsalStatus, VersionState
from bpmn.package import Finding, Folder, FolderRefused, errors_of
from bpmn.package.findings import error
from bpmn.package.pins import needs, version_digest
from bpmn.versions.contents import DigestCache
from bpmn.versions.shelf import procedure_paths, shelf_library

_LOG = logging.getLogger(__name__)
_found: DigestCache[tuple[Finding, ...]] = DigestCache(64)


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """What is still missing before a draft can go to review.

    Attributes:
        rehearsal: the last one of all scenarios of exactly this content; None if nobody asked.
    """

    findings: tuple[Finding, ...]
    rehearsal: DraftRehearsal | None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps it from being published."""
        return errors_of(self.findings)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What its authors and whoever publishes it should know, and that stops nothing."""
        return tuple(one for one in self.findings if one not in self.errors)

    @property
    def is_green(self) -> bool:
        """Whether every scenario of this content came out as it says."""
        return self.rehearsal is not None and is_green(self.rehearsal)

    @property
    def is_ready(self) -> bool:
        """Whether it can go to review."""
        return not self.errors and self.is_green


def is_green(rehearsal: DraftRehearsal) -> bool:
    """Whether all scenarios were played and each passed; a rehearsal without any proves nothing."""
    results = [result.passed for result in rehearsal.results.all()]
    is_played = rehearsal.status == RehearsalStatus.DONE and rehearsal.is_whole
    return is_played and bool(results) and all(results)


@lru_cache(maxsize=1)
def library() -> dict[str, Folder]:
    """What drafts may call and include: the shared folders of the program, which never change while it runs."""
    return shelf_library()


def findings(of: Draft) -> tuple[Finding, ...]:
    """Everything to mend in the draft, errors first; a draft that cannot be read is a finding too."""
    digest = making.digest(of)
    return _found.get(f"{of.slug} {digest}", lambda: _findings(of))


def readiness(of: Draft) -> Readiness:
    """What is still missing before it can go to review."""
    found = findings(of)
    if errors_of(found):
        return Readiness(findings=found, rehearsal=None)
    whole = of.rehearsals.filter(digest=would_be(making.folder_of(of)), is_whole=True)
    return Readiness(findings=found, rehearsal=whole.first())


def would_be(folder: Folder) -> str:
    """Digest of the version that a folder would become today."""
    return version_digest(folder, needs(folder, library()))


def _findings(of: Draft) -> tuple[Finding, ...]:
    try:
        folder = making.folder_of(of)
    except FolderRefused as refused:
        return refused.findings
    published = ProcedureVersion.objects.filter(state=VersionState.PUBLISHED)
    neighbours = [path.name for path in procedure_paths()]
    neighbours += published.values_list("slug", flat=True)
    try:
        return check(folder, library(), entity=home_entity(), neighbours=neighbours)
    except Exception:  # noqa: BLE001 — the studio goes on whatever somebody wrote
        _LOG.exception("checks failed on the draft %s", of.pk)
        return (
            error(
                "folder-unreadable",
                "",
                "",
                "El borrador no se puede revisar: algo en él no se entiende.",
                "Deshaga el último cambio, o compare con la versión publicada.",
            ),
        )
