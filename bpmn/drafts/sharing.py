"""A draft of what procedures share: who uses it, how each came through the rehearsal, and publishing it with them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bpmn.apps import home_entity
from bpmn.drafts import files, making
from bpmn.drafts.errors import DraftUsesRefused
from bpmn.drafts.person import Person
from bpmn.drafts.plans import scenario_ids
from bpmn.drafts.review import approving
from bpmn.models import Draft, ProcedureVersion, RehearsedScenario, VersionState
from bpmn.package import Finding, FolderKind, FolderRefused, errors_of
from bpmn.package.sheet_reader import SHEET_FILES
from bpmn.versions import PublishRefused, publishing
from bpmn.versions.sharing import Use, uses, using
from bpmn.versions.version import Version

_SHEET = next(name for name, kind in SHEET_FILES.items() if kind is not FolderKind.PROCEDURE)
_UNREHEARSED = (
    "Se publicó otra vez después del ensayo, o sus escenarios no pasaron con este contenido."
)


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What was published together.

    Attributes:
        version: of the shared folder.
        renewed: new versions of the procedures that were chosen.
        left: versions of the others, which stay on what they had.
    """

    version: Version
    renewed: tuple[Version, ...]
    left: tuple[Version, ...]


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """A procedure on the draft, with how many of its scenarios were played and how many passed.

    Attributes:
        failures: those that did not pass.
    """

    version: Version
    total: int
    done: int
    passed: int
    failures: tuple[RehearsedScenario, ...] = ()

    @property
    def is_green(self) -> bool:
        """Whether all of them passed."""
        return self.passed == self.total


def is_shared(of: Draft) -> bool:
    """Whether it is a draft of what procedures share."""
    return of.files.filter(path=_SHEET).exists()


def rehearsed(of: Draft) -> list[Rehearsed]:
    """Every procedure that uses it and how its scenarios came out on exactly what the draft holds."""
    try:
        found = uses(making.folder_of(of))
    except FolderRefused:
        return [Rehearsed(version=one, total=0, done=0, passed=0) for one in using(of.slug)]
    return [_rehearsed(of, use) for use in found]


def publish(of: Draft, chosen: Collection[str], *, by: Person, now: datetime) -> Publication:
    """Publish the draft and a new version of each chosen procedure on it, or nothing.

    Args:
        of: the draft in review.
        chosen: slugs of the procedures; the others stay on what they have.
        by: who publishes; wrote nothing in it.
        now: moment, aware.

    Raises:
        DraftUsesRefused: a chosen procedure was not rehearsed like this, or has errors on it.
        DraftSameAuthor: the person wrote something in it.
        DraftClosed: it is not in review.
    """
    with transaction.atomic():
        _hold(chosen)
        with approving(of, by=by, now=now) as (draft, version):
            found = uses(making.folder_of(draft))
            renewed = _renewed(draft, [use for use in found if use.version.slug in chosen], by, now)
            left = tuple(use.version for use in found if use.version.slug not in chosen)
            files.note(draft, "published", by, now, _told(version, renewed, left))
    return Publication(version=version, renewed=renewed, left=left)


def _hold(slugs: Collection[str]) -> None:
    """Let nobody else publish these meanwhile."""
    rows = ProcedureVersion.objects.select_for_update().filter(slug__in=slugs)
    list(rows.filter(state=VersionState.PUBLISHED).order_by("slug").values_list("pk"))


def _renewed(draft: Draft, found: list[Use], by: Person, now: datetime) -> tuple[Version, ...]:
    renewed: list[Version] = []
    refused: dict[str, tuple[str, ...]] = {}
    author = draft.version.author if draft.version else ""
    for use in found:
        played = _rehearsed(draft, use)
        if not played.is_green:
            refused[use.version.slug] = (_UNREHEARSED,)
            continue
        try:
            proposed = publishing.propose(
                use.folder,
                library=use.library,
                author=author,
                now=now,
                entity=home_entity(),
                is_rehearsed=played.total > 0,
            )
        except PublishRefused as problem:
            refused[use.version.slug] = tuple(map(_line, errors_of(problem.findings)[:5]))
            continue
        renewed.append(publishing.approve(proposed, publisher=by.signature, now=now))
    if refused:
        raise DraftUsesRefused(refused)
    return tuple(renewed)


def _rehearsed(of: Draft, use: Use) -> Rehearsed:
    """What was played of it on this version, whenever that was; what passed once stays so."""
    names = [f"{use.version.slug}/{one}" for one in scenario_ids(use.folder)]
    played: dict[str, RehearsedScenario] = {}
    results = RehearsedScenario.objects.filter(rehearsal__draft=of, scenario_id__in=names)
    for result in results.order_by("rehearsal__asked_at", "id"):
        if result.told.get("version") == use.digest:
            played[result.scenario_id] = result
    return Rehearsed(
        version=use.version,
        total=len(names),
        done=len(played),
        passed=sum(result.passed for result in played.values()),
        failures=tuple(result for result in played.values() if not result.passed),
    )


def _line(found: Finding) -> str:
    return f"{found.file}: {found.message} {found.remedy}"


def _told(version: Version, renewed: tuple[Version, ...], left: tuple[Version, ...]) -> str:
    said = f"versión {version.number}"
    if renewed:
        said += f"; con ella {', '.join(f'{one.slug} v{one.number}' for one in renewed)}"
    if left:
        said += f"; siguen con la anterior {', '.join(f'{one.slug} v{one.number}' for one in left)}"
    return said
