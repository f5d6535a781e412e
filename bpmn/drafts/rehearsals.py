"""Rows of rehearsals: asked for by an analyst, kept up by the worker that plays the scenarios."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from bpmn.drafts import making
from bpmn.drafts.errors import DraftFileMissing, DraftNotRehearsable
from bpmn.drafts.findings import findings
from bpmn.drafts.person import Person
from bpmn.drafts.plans import Plan, plan_of
from bpmn.models import Draft, DraftContent, DraftRehearsal, RehearsalStatus, RehearsedScenario
from bpmn.package import Folder, errors_of, from_files

# A worker says after each scenario that it lives; the longest ones take a minute.
SILENCE = timedelta(minutes=3)
_MOST_TRIES = 3


def ask(of: Draft, *, only: Collection[str] = (), by: Person, now: datetime) -> DraftRehearsal:
    """Note that somebody wants scenarios played on what the draft holds now.

    Args:
        of: the draft.
        only: ids of scenarios; empty for all.
        by: who asks.
        now: moment, aware.

    Raises:
        DraftNotRehearsable: it has errors, or no scenario of those asked for.
    """
    if errors_of(findings(of)):
        raise DraftNotRehearsable(why="El borrador tiene errores.")
    plan = plan_of(making.folder_of(of))
    wanted = [one for one in plan.parts if not only or one in only]
    if not wanted:
        raise DraftNotRehearsable(why="El borrador no tiene escenarios.")
    row = DraftRehearsal.objects.create(
        draft=of,
        digest=plan.digest,
        manifest=dict(of.files.values_list("path", "content_id")),
        scenarios=wanted,
        is_whole=len(wanted) == len(plan.parts),
        heard_at=now,
        asked_by_id=by.id,
        asked_by=by.name,
        asked_at=now,
    )
    if row.is_whole:
        _take_over(row, plan)
    return row


def _take_over(row: DraftRehearsal, plan: Plan) -> None:
    """What passed already on exactly the same versions need not be played again."""
    passed = RehearsedScenario.objects.filter(rehearsal__draft_id=row.draft_id, passed=True)
    kept = {
        one.scenario_id: RehearsedScenario(
            rehearsal=row,
            scenario_id=one.scenario_id,
            title=one.title,
            passed=True,
            told=one.told,
        )
        for one in passed.exclude(rehearsal=row)
        if one.scenario_id in plan.parts
        and one.told.get("version") == plan.parts[one.scenario_id].digest
    }
    RehearsedScenario.objects.bulk_create(kept.values())


def one(of: Draft, rehearsal_id: UUID) -> DraftRehearsal:
    """A rehearsal of the draft.

    Raises:
        DraftFileMissing: there is none.
    """
    found = of.rehearsals.filter(pk=rehearsal_id).first()
    if found is None:
        raise DraftFileMissing(path="")
    return found


def begin(rehearsal_id: UUID, now: datetime) -> DraftRehearsal | None:
    """Take a rehearsal that waits, or whose worker fell silent; None if another worker has it."""
    free = Q(status=RehearsalStatus.QUEUED) | _silent(now)
    taken = DraftRehearsal.objects.filter(free, pk=rehearsal_id).update(
        status=RehearsalStatus.RUNNING, heard_at=now, tries=F("tries") + 1
    )
    row = DraftRehearsal.objects.get(pk=rehearsal_id) if taken else None
    if row is not None and row.tries > _MOST_TRIES:
        fail(row, "rehearsal-worker-lost", now)
        return None
    return row


def goes_on(rehearsal: DraftRehearsal) -> bool:
    """Whether nobody stopped it meanwhile."""
    rows = DraftRehearsal.objects.filter(pk=rehearsal.pk, status=RehearsalStatus.RUNNING)
    return rows.exists()


def stop(rehearsal: DraftRehearsal, now: datetime) -> None:
    """Play no more of it; what was played stays."""
    DraftRehearsal.objects.filter(
        pk=rehearsal.pk, status__in=[RehearsalStatus.QUEUED, RehearsalStatus.RUNNING]
    ).update(status=RehearsalStatus.STOPPED, heard_at=now, finished_at=now)


def resume(rehearsal: DraftRehearsal, now: datetime) -> None:
    """Let a worker play what is left of one that was stopped or could not be done."""
    DraftRehearsal.objects.filter(
        pk=rehearsal.pk, status__in=[RehearsalStatus.STOPPED, RehearsalStatus.FAILED]
    ).update(status=RehearsalStatus.QUEUED, heard_at=now, finished_at=None, tries=0, failure="")


def waiting(now: datetime) -> list[UUID]:
    """Rehearsals that no worker does, though somebody asked."""
    lost = Q(status=RehearsalStatus.QUEUED, heard_at__lt=now - timedelta(seconds=20))
    rows = DraftRehearsal.objects.filter(lost | _silent(now))
    return list(rows.order_by("asked_at").values_list("pk", flat=True))


def folder_of(rehearsal: DraftRehearsal) -> Folder:
    """What the draft held when somebody asked."""
    kept = DraftContent.objects.in_bulk(set(rehearsal.manifest.values()))
    return from_files(
        rehearsal.draft.slug,
        {path: bytes(kept[sha].content) for path, sha in rehearsal.manifest.items()},
    )


def missing(rehearsal: DraftRehearsal) -> list[str]:
    """Scenarios that are still to be played."""
    played = set(rehearsal.results.values_list("scenario_id", flat=True))
    return [one for one in rehearsal.scenarios if one not in played]


def note(
    rehearsal: DraftRehearsal,
    scenario_id: str,
    *,
    title: str,
    passed: bool,
    told: Mapping[str, Any],
    now: datetime,
) -> None:
    """Keep what came of one scenario, as a sign of life too."""
    RehearsedScenario.objects.update_or_create(
        rehearsal=rehearsal,
        scenario_id=scenario_id,
        defaults={"title": title[:300], "passed": passed, "told": dict(told)},
    )
    DraftRehearsal.objects.filter(pk=rehearsal.pk).update(heard_at=now, tries=0)


def finish(rehearsal: DraftRehearsal, now: datetime) -> None:
    """All were played."""
    DraftRehearsal.objects.filter(pk=rehearsal.pk, status=RehearsalStatus.RUNNING).update(
        status=RehearsalStatus.DONE, heard_at=now, finished_at=now
    )


def fail(rehearsal: DraftRehearsal, code: str, now: datetime) -> None:
    """It cannot be done; somebody may ask for another."""
    DraftRehearsal.objects.filter(pk=rehearsal.pk).update(
        status=RehearsalStatus.FAILED, failure=code, heard_at=now, finished_at=now
    )


def _silent(now: datetime) -> Q:
    return Q(status=RehearsalStatus.RUNNING, heard_at__lt=now - SILENCE)
