"""The auditors' view: every case, its chain of events and the proof that it holds. Reading only."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from engine.queries import cases, decisions, proofs, readings, timeline
from engine.queries.story import story as whole_story
from web.accounts.actors import actor_of
from web.archivists.integrity import package_response
from web.officials.access import role_only

ROLE = "auditor"
Told = TypeVar("Told")


@role_only(ROLE)
@require_GET
def package(request: HttpRequest, radicado: str) -> HttpResponseBase:
    """The expediente of the case as a zip that is checked with nothing of ours."""
    return package_response(cases.case_for(actor_of(request), radicado).expediente)


@role_only(ROLE)
@require_GET
def story(request: HttpRequest, radicado: str) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "case": cases.case_for(actor, radicado),
        "events": timeline.events(actor, radicado),
        "broken": timeline.broken_links(actor, radicado),
        "path": _readable(lambda: timeline.path(actor, radicado)),
        "sealed": proofs.sealed(actor, radicado),
        "story": _readable(lambda: whole_story(actor, radicado)),
        "decisions": _readable(lambda: decisions.decisions_of(actor, radicado)),
        "readings": readings.readings_of(actor, radicado),
    }
    return render(request, "auditors/story.html", context)


def _readable(read: Callable[[], Told]) -> Told | None:
    """What events tell; None where somebody changed one so that it tells nothing any more."""
    try:
        return read()
    except (KeyError, TypeError, ValueError):
        return None
