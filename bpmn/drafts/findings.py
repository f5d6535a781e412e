"""What must be mended in a draft, and whether it is ready for a second person."""

import logging
from dataclasses import dataclass

from bpmn.apps import home_entity
from bpmn.checks import check
from bpmn.drafts import making
from bpmn.drafts.plans import plan_of
from bpmn.models import Draft, DraftRehearsal, ProcedureVersion, RehearsalStatus, VersionState
from bpmn.package import Finding, Folder, FolderKind, FolderRefused, errors_of
from bpmn.package.findings import error
from bpmn.versions.contents import DigestCache
from bpmn.versions.sharing import shared_library
from bpmn.versions.shelf import procedure_paths

_LOG = logging.getLogger(__name__)
_found: DigestCache[tuple[Finding, ...]] = DigestCache(64)


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """What is still missing before a draft can go to review.

    Attributes:
        rehearsal: the last one of all scenarios of exactly this content; None if nobody asked.
        has_scenarios: whether there is anything to rehearse; only what nobody uses yet needs nothing.
    """

    findings: tuple[Finding, ...]
    rehearsal: DraftRehearsal | None
    has_scenarios: bool = True

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
        if not self.has_scenarios:
            return not self.errors
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


def library(of: Draft | None = None) -> dict[str, Folder]:
    """What drafts may call and include; a draft of something shared stands in its own place."""
    known = shared_library()
    if of is None:
        return known
    try:
        folder = making.folder_of(of)
    except FolderRefused:
        return known
    return known if folder.kind is FolderKind.PROCEDURE else {**known, folder.slug: folder}


def findings(of: Draft) -> tuple[Finding, ...]:
    """Everything to mend in the draft, errors first; a draft that cannot be read is a finding too."""
    known = hash(frozenset((slug, folder.digest) for slug, folder in library().items()))
    return _found.get(f"{of.slug} {making.digest(of)} {known}", lambda: _findings(of))


def readiness(of: Draft) -> Readiness:
    """What is still missing before it can go to review."""
    found = findings(of)
    if errors_of(found):
        return Readiness(findings=found, rehearsal=None)
    folder = making.folder_of(of)
    plan = plan_of(folder)
    whole = of.rehearsals.filter(digest=plan.digest, is_whole=True)
    is_needed = bool(plan.parts) or folder.kind is FolderKind.PROCEDURE
    return Readiness(findings=found, rehearsal=whole.first(), has_scenarios=is_needed)


def _findings(of: Draft) -> tuple[Finding, ...]:
    try:
        folder = making.folder_of(of)
    except FolderRefused as refused:
        return refused.findings
    published = ProcedureVersion.objects.filter(state=VersionState.PUBLISHED)
    neighbours = [path.name for path in procedure_paths()]
    neighbours += published.values_list("slug", flat=True)
    try:
        return check(folder, library(of), entity=home_entity(), neighbours=neighbours)
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
