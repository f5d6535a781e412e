"""Rehearsals of drafts: a worker plays the scenarios one after the other, and each result stays at once."""

import contextlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import OperationalError, transaction

from bpmn.drafts import rehearsals
from bpmn.drafts.person import Person
from bpmn.drafts.plans import Part, plan_of
from bpmn.models import Draft, DraftRehearsal, RehearsedScenario
from bpmn.package import FolderKind, errors_of
from bpmn.versions import PublishRefused
from engine.commands import clock
from engine.rehearsal.coverage import covered
from engine.rehearsal.rehearse import Outcome, rehearse
from engine.runtime.coverage import Coverage

TASK = "engine.rehearsal.run"


def ask(of: Draft, *, only: Iterable[str], by: Person) -> DraftRehearsal:
    """Want scenarios played, and tell the workers.

    Raises:
        DraftNotRehearsable: the draft has errors, or no such scenario.
    """
    with transaction.atomic():
        row = rehearsals.ask(of, only=tuple(only), by=by, now=clock.now())
        transaction.on_commit(lambda: announce(row.pk))
    return row


def announce(rehearsal_id: UUID) -> None:
    """Tell the workers; a lost message is found by the sweep."""
    with contextlib.suppress(OperationalError, OSError):
        current_app.send_task(TASK, args=[str(rehearsal_id)])


def play(rehearsal_id: UUID) -> None:
    """Play what is left of a rehearsal; a worker that dies leaves the rest to the next one."""
    row = rehearsals.begin(rehearsal_id, clock.now())
    if row is None:
        return
    folder = rehearsals.folder_of(row)
    parts = plan_of(folder).parts
    for scenario_id in rehearsals.missing(row):
        if not rehearsals.goes_on(row):
            return
        try:
            _play(row, parts.get(scenario_id), scenario_id)
        except PublishRefused as refused:
            if folder.kind is FolderKind.PROCEDURE:
                rehearsals.fail(row, "publish-refused", clock.now())
                return
            _refuse(row, scenario_id, parts.get(scenario_id), refused)
    rehearsals.finish(row, clock.now())


def resume(row: DraftRehearsal) -> None:
    """Go on with one that was stopped, and tell the workers."""
    with transaction.atomic():
        rehearsals.resume(row, clock.now())
        transaction.on_commit(lambda: announce(row.pk))


def play_waiting() -> None:
    """Go on with rehearsals whose message was lost or whose worker died."""
    for rehearsal_id in rehearsals.waiting(clock.now()):
        play(rehearsal_id)


def coverage_of(row: DraftRehearsal, results: Iterable[RehearsedScenario]) -> dict[str, Any]:
    """How many of the scenarios passed each element and each flow of the draft, and flows that none took."""
    counted: dict[str, dict[str, int]] = {"elements": {}, "flows": {}}
    whole = Coverage()
    for result in results:
        for name, places in counted.items():
            for place in result.told.get(name, ()):
                _add(whole, name, place)
                if place[0] == row.draft.slug:
                    places[place[1]] = places.get(place[1], 0) + 1
        whole.rules |= {tuple(rule) for rule in result.told.get("rules", ())}
    shelf = covered([rehearsals.folder_of(row)], whole)
    silent = [{"table": one.table_id, "row": one.number} for one in shelf.silent]
    missing = [flow.flow_id for flow in shelf.missing]
    return {**counted, "missing": missing, "silent_rules": silent}


def _add(whole: Coverage, name: str, place: list[str]) -> None:
    process, element = place
    (whole.elements if name == "elements" else whole.flows).add((process, element))


def _play(row: DraftRehearsal, part: Part | None, scenario_id: str) -> None:
    if part is None:
        # The procedure that had it is published otherwise by now.
        raise PublishRefused([])
    outcome = rehearse(
        part.folder, part.library, only=scenario_id.removeprefix(f"{part.folder.slug}/")
    )[0]
    told = _told(outcome) | {"version": part.digest}
    if part.folder.slug != row.draft.slug:
        # What the drawing of something shared can show of another's scenario.
        told["path"] = [name for place, name in told["elements"] if place == row.draft.slug]
    rehearsals.note(
        row,
        scenario_id,
        title=outcome.title,
        passed=outcome.passed and not outcome.stuck,
        told=told,
        now=clock.now(),
    )


def _refuse(
    row: DraftRehearsal, scenario_id: str, part: Part | None, refused: PublishRefused
) -> None:
    """A procedure that could not be published on what is shared fails each of its scenarios."""
    why = [f"{one.file}: {one.message} {one.remedy}" for one in errors_of(refused.findings)[:5]]
    why = why or ["El trámite se publicó otra vez mientras se ensayaba. Ensaye de nuevo."]
    told = {"differences": why, "version": part.digest if part else ""}
    rehearsals.note(row, scenario_id, title="", passed=False, told=told, now=clock.now())


def _told(outcome: Outcome) -> dict[str, Any]:
    passed = outcome.coverage
    return {
        "differences": list(outcome.differences),
        "stuck": list(outcome.stuck),
        "path": list(outcome.actual.path) if outcome.actual else [],
        "outcome": outcome.actual.outcome if outcome.actual else "",
        "elements": sorted(map(list, passed.elements)),
        "flows": sorted(map(list, passed.flows)),
        "rules": sorted(map(list, passed.rules)),
    }
