"""A case's legal term in the supervisor's hands: prórroga, suspension, and running again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from engine import commands
from engine.clock import ClockError, SuspensionCause
from engine.errors import EngineError
from engine.models.actor import Actor
from engine.queries import cases
from web.accounts.actors import actor_of
from web.officials.access import supervisors_only
from web.officials.term_forms import ExtensionForm, ResumptionForm, SuspensionForm
from web.shell.forms import DressedForm
from web.shell.posted import submit_id_of
from web.shell.sentences import Sentence, sentence_for

_FORMS: dict[str, type[DressedForm]] = {
    "prorrogar": ExtensionForm,
    "suspender": SuspensionForm,
    "reanudar": ResumptionForm,
}
_DONE = {
    "prorrogar": gettext_noop("Prorrogó el término. La persona lo ve en su trámite."),
    "suspender": gettext_noop("Suspendió el término desde mañana."),
    "reanudar": gettext_noop("El término corre otra vez desde mañana."),
}


@supervisors_only
@require_http_methods(["GET", "POST"])
def term(request: HttpRequest, radicado: str) -> HttpResponse:
    actor = actor_of(request)
    case = cases.case_for(actor, radicado)
    verb = request.POST.get("accion", "")
    forms = {name: kind(prefix=name) for name, kind in _FORMS.items()}
    problem: Sentence | None = None
    if verb in _FORMS:
        form = forms[verb] = _FORMS[verb](request.POST, prefix=verb)
        if form.is_valid():
            try:
                _DOING[verb](actor, case.id, form.cleaned_data, submit_id_of(request))
            except (EngineError, ClockError) as refused:
                problem = sentence_for(refused)
            else:
                messages.success(request, _(_DONE[verb]))
                return redirect("officials:term", radicado=radicado)
    context = {
        "case": case,
        "forms": forms,
        "problem": problem,
        "failed": verb,
        "submit_id": request.POST.get("submit_id") or uuid4(),
    }
    status = problem.status if problem else 422 if request.method == "POST" else 200
    return render(request, "officials/hands/term.html", context, status=status)


def _extend(actor: Actor, case_id: UUID, given: dict[str, Any], submit_id: UUID) -> None:
    commands.extend_term(
        commands.ExtendTerm(
            actor=actor,
            case_id=case_id,
            term=f"{given['cantidad']} {given['unidad']}",
            reason=given["motivo"],
            submit_id=submit_id,
        )
    )


def _suspend(actor: Actor, case_id: UUID, given: dict[str, Any], submit_id: UUID) -> None:
    commands.suspend_case(
        commands.SuspendCase(
            actor=actor,
            case_id=case_id,
            cause=SuspensionCause.parse(given["causa"]),
            reason=given["motivo"],
            submit_id=submit_id,
        )
    )


def _resume(actor: Actor, case_id: UUID, given: dict[str, Any], submit_id: UUID) -> None:
    commands.resume_case(
        commands.ResumeCase(
            actor=actor, case_id=case_id, reason=given["motivo"], submit_id=submit_id
        )
    )


_DOING: dict[str, Callable[[Actor, UUID, dict[str, Any], UUID], None]] = {
    "prorrogar": _extend,
    "suspender": _suspend,
    "reanudar": _resume,
}
