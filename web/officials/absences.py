"""Absences: who is away, who stands in by which act, and coming back early."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engine import commands
from engine.commands import clock
from engine.errors import EngineError, PersonNotFound
from engine.models.actor import Actor
from engine.queries import absences as query
from engine.queries import colleagues
from engine.queries.colleagues import Colleague
from engine.queries.words import role_text
from web.accounts.actors import actor_of
from web.officials.absence_forms import AbsenceForm
from web.officials.access import officials_only
from web.shell.posted import submit_id_of
from web.shell.sentences import Sentence, sentence_for


@officials_only
@require_GET
def absences(request: HttpRequest) -> HttpResponse:
    return _list(request)


@officials_only
@require_GET
def whose(request: HttpRequest) -> HttpResponse:
    """From the supervisor's list of people to the form of one of them."""
    text = request.GET.get("persona", "")
    if not (text.isascii() and text.isdigit()):
        messages.error(request, _("Elija a la persona que se ausenta y oprima «Seguir»."))
        return redirect("officials:absences")
    return redirect("officials:absence_of", user_id=int(text[:9]))


@officials_only
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, user_id: int | None = None) -> HttpResponse:
    """The form of one's own absence, or of somebody's for who supervises."""
    actor = actor_of(request)
    try:
        person = colleagues.official(actor, user_id or actor.user_id or 0)
    except PersonNotFound:
        raise Http404 from None
    form = _form(actor, person, request.POST if request.method == "POST" else None)
    problem: Sentence | None = None
    if request.method == "POST" and form.is_valid():
        try:
            commands.enter_absence(_command(request, actor, person, form.cleaned_data))
        except EngineError as refused:
            problem = sentence_for(refused)
        else:
            messages.success(
                request,
                _("Quedó registrada la ausencia de {person}. Todo pasa y vuelve solo.").format(
                    person=person.name
                ),
            )
            return redirect("officials:absences")
    context = {
        "person": person,
        "is_own": person.id == actor.user_id,
        "form": form,
        "problem": problem,
        "submit_id": request.POST.get("submit_id") or uuid4(),
    }
    status = problem.status if problem else 422 if form.errors else 200
    return render(request, "officials/hands/absence.html", context, status=status)


@officials_only
@require_POST
def end(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    command = commands.EndAbsence(
        actor=actor_of(request), absence_id=absence_id, reason=request.POST.get("motivo", "")
    )
    try:
        commands.end_absence(command)
    except EngineError as refused:
        return _list(request, problem=sentence_for(refused))
    messages.success(request, _("La ausencia terminó. Todo volvió a quien estaba ausente."))
    return redirect("officials:absences")


def _list(request: HttpRequest, problem: Sentence | None = None) -> HttpResponse:
    actor = actor_of(request)
    supervises = commands.is_supervisor(actor)
    rows = query.absences(actor, clock.today())
    context = {
        "rows": [(row, [role_text(one) for one in row.groups]) for row in rows],
        "supervises": supervises,
        "people": colleagues.colleagues(actor) if supervises else [],
        "problem": problem,
    }
    status = problem.status if problem else 200
    return render(request, "officials/hands/absences.html", context, status=status)


def _form(actor: Actor, person: Colleague, data: Any) -> AbsenceForm:
    return AbsenceForm(
        data,
        people=colleagues.colleagues(actor),
        person=person,
        roles=commands.passable(person.groups),
        may_pass_signature=person.id != actor.user_id,
    )


def _command(
    request: HttpRequest, actor: Actor, person: Colleague, given: dict[str, Any]
) -> commands.EnterAbsence:
    return commands.EnterAbsence(
        actor=actor,
        absence_id=submit_id_of(request),
        person_id=person.id,
        substitute_id=given["encargado"],
        starts_on=given["desde"],
        ends_on=given["hasta"],
        act=given["acto"],
        act_date=given["fecha_acto"],
        norm=given["norma"],
        groups=given["roles"],
        signs=bool(given.get("firma")),
    )
