"""Rehearsals of a draft, asked for and followed from the studio or from its page, and its findings."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from bpmn import drafts
from bpmn.drafts import DraftNotRehearsable, rehearsals
from bpmn.drafts import findings as draft_findings
from bpmn.models import DraftRehearsal, RehearsedScenario
from engine.commands import clock
from engine.rehearsal import drafted
from web.analysts.answers import ROLE, as_json, data_only, person_of
from web.analysts.finding_words import said, spoken
from web.officials.access import role_only


@data_only
@require_GET
def findings(_request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What must be mended in the draft."""
    found = draft_findings.findings(drafts.draft(draft_id))
    return as_json({"findings": [spoken(finding) for finding in found]})


@data_only
@require_POST
def ask(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Play scenarios on what the draft holds now."""
    row = drafted.ask(drafts.draft(draft_id), only=_wanted(request), by=person_of(request))
    return as_json({"id": str(row.pk)}, 202)


@role_only(ROLE)
@require_POST
def ask_all(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The same for all scenarios, from the draft's page."""
    drafted.ask(drafts.draft(draft_id), only=(), by=person_of(request))
    return redirect("analysts:draft", draft_id)


@role_only(ROLE)
@require_POST
def stop(_request: HttpRequest, draft_id: UUID, rehearsal_id: UUID) -> HttpResponse:
    """Play no more of it for now."""
    rehearsals.stop(rehearsals.one(drafts.draft(draft_id), rehearsal_id), clock.now())
    return redirect("analysts:draft", draft_id)


@role_only(ROLE)
@require_POST
def resume(_request: HttpRequest, draft_id: UUID, rehearsal_id: UUID) -> HttpResponse:
    """Play what is left."""
    drafted.resume(rehearsals.one(drafts.draft(draft_id), rehearsal_id))
    return redirect("analysts:draft", draft_id)


@data_only
@require_GET
def told(_request: HttpRequest, draft_id: UUID, rehearsal_id: UUID) -> HttpResponse:
    """How far it is, and what came of each scenario so far."""
    row = rehearsals.one(drafts.draft(draft_id), rehearsal_id)
    results = list(row.results.all())
    return as_json(
        {
            "status": row.status,
            "failure": row.failure,
            "done": len(results),
            "total": len(row.scenarios),
            "scenarios": [scenario_of(result) for result in results],
            "coverage": drafted.coverage_of(row, results),
            "stuck": [said(case) for result in results for case in result.told.get("stuck", ())],
        }
    )


def scenario_of(result: RehearsedScenario) -> dict[str, object]:
    """One scenario's result for people and for the drawing."""
    return {
        "id": result.scenario_id,
        "title": result.title,
        "passed": result.passed,
        "differences": [said(one) for one in result.told.get("differences", ())],
        "path": result.told.get("path", []),
        "stuck": [said(one) for one in result.told.get("stuck", ())],
    }


def last_of(row: DraftRehearsal | None) -> dict[str, object] | None:
    """A rehearsal as the draft's page shows it."""
    if row is None:
        return None
    results = list(row.results.all())
    return {
        "fila": row,
        "hechos": len(results),
        "total": len(row.scenarios),
        "bien": sum(result.passed for result in results),
        "sigue": row.status in ("queued", "running"),
        "escenarios": [scenario_of(result) for result in results],
    }


def _wanted(request: HttpRequest) -> list[str]:
    try:
        given = json.loads(request.body or b"{}")
    except ValueError as problem:
        raise DraftNotRehearsable(why="La petición no es JSON.") from problem
    wanted = given.get("scenarios") if isinstance(given, dict) else None
    return [str(one) for one in wanted] if isinstance(wanted, list) else []
