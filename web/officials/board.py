"""The supervisor's board: load, what is late, the list behind each number, and a case's term."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET

from engine.commands import clock
from engine.queries import board as query
from engine.queries import colleagues
from engine.queries.board import Slice
from engine.queries.deadlines import SOON_DAYS
from engine.queries.words import role_text
from web.accounts.actors import actor_of
from web.officials.access import supervisors_only
from web.officials.bulk import BulkForm

_TITLES = {
    Slice.ALL: gettext_noop("Tareas abiertas"),
    Slice.LATE: gettext_noop("Tareas vencidas"),
    Slice.SOON: gettext_noop("Tareas que vencen pronto"),
    Slice.FREE: gettext_noop("Tareas sin tomar"),
    Slice.ESCALATED: gettext_noop("Escalamientos por responder"),
}


@supervisors_only
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    view = query.board(actor_of(request), clock.today())
    context = {
        "board": view,
        "groups": [(load, role_text(load.key)) for load in view.groups],
        "soon_days": SOON_DAYS,
    }
    return render(request, "officials/hands/board.html", context)


@supervisors_only
@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """The items behind a number, with the form that passes them on."""
    actor = actor_of(request)
    wanted = _slice(request.GET.get("plazo", ""))
    group, person = request.GET.get("grupo", ""), _number(request.GET.get("persona", ""))
    rows = query.items(actor, clock.today(), wanted, group=group, person_id=person)
    context: dict[str, Any] = {
        "title": gettext(_TITLES[wanted]),
        "of": _whose(request, group, person),
        "rows": rows,
        "form": BulkForm(actor=actor, initial={"accion": "reasignar"}),
        "submit_id": uuid4(),
        "is_cut": len(rows) == query.LIST,
    }
    return render(request, "officials/hands/board_items.html", context)


@supervisors_only
@require_GET
def standing(request: HttpRequest) -> HttpResponse:
    context = {"rows": query.standing_cases(actor_of(request))}
    return render(request, "officials/hands/board_standing.html", context)


def _whose(request: HttpRequest, group: str, person: int | None) -> str:
    if person is not None:
        people = colleagues.colleagues(actor_of(request))
        return next((one.name for one in people if one.id == person), "")
    return role_text(group) if group else ""


def _slice(text: str) -> Slice:
    return Slice(text) if text in list(Slice) else Slice.ALL


def _number(text: str) -> int | None:
    return int(text[:9]) if text.isascii() and text.isdigit() else None
