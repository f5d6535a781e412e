"""The officials' desk: an item beside its case, and the case alone."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engine import commands
from engine.commands import clock
from engine.errors import AnswersRefused
from engine.jobs.signing import SignItem, sign_item
from engine.models.actor import Actor
from engine.queries import (
    actions,
    arrival,
    cases,
    decisions,
    documents,
    flow,
    incidents,
    timeline,
)
from engine.queries import desk as desk_query
from engine.queries import inbox as inbox_query
from engine.queries.cases import CaseView
from engine.queries.inbox import ItemView
from forms.fields import ProcedureForm
from signatures import keys
from signatures.errors import PinMissing, SignatureError
from web.accounts.actors import actor_of
from web.officials.access import officials_only
from web.shell.downloads import file_response
from web.shell.failures import failure_text
from web.shell.posted import posted_form, submit_id_of
from web.shell.sentences import Sentence, sentence_for


@officials_only
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    view = inbox_query.item(actor, item_id, clock.today())
    form = item_form(request, view)
    problem = None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _finish(request, actor, view, form)
        except SignatureError as error:
            problem = sentence_for(error)
        except AnswersRefused as refused:
            problem = sentence_for(refused)
        else:
            return _after(request, actor, view)
    return item_page(request, view, form, problem=problem)


def item_page(
    request: HttpRequest,
    view: ItemView,
    form: ProcedureForm | None,
    *,
    problem: Sentence | None = None,
) -> HttpResponse:
    """The item with its form on one side and its case on the other."""
    actor = actor_of(request)
    case = cases.case_for(actor, view.radicado)
    context = {
        **form_context(request, view, form),
        "problem": problem,
        "deadline": view.row.deadline,
        "arrival": arrival.arrival(actor, view.row.id),
        **_case_context(actor, case),
    }
    status = 200 if problem is None and not (form and form.is_bound and form.errors) else 422
    return render(request, "officials/item.html", context, status=status)


def form_context(
    request: HttpRequest, view: ItemView, form: ProcedureForm | None
) -> dict[str, Any]:
    """What the form's own template sees."""
    return {
        "item": view,
        "form": form,
        "submit_id": request.POST.get("submit_id") or uuid4(),
        "asks_for_code": view.signs and keys.asks_for_code(actor_of(request).user_id),
    }


def item_form(request: HttpRequest, view: ItemView) -> ProcedureForm | None:
    """The item's form with what the page posted, or with what was typed before; None without a form."""
    if view.form is None:
        return None
    return posted_form(request, view.form, context=view.context, initial=view.typed)


def _finish(request: HttpRequest, actor: Actor, view: ItemView, form: ProcedureForm | None) -> None:
    answers = form.answers if form else {}
    submit_id = submit_id_of(request)
    if view.signs and answers.get("decision") != "devuelve":
        if not request.POST.get("pin"):
            raise PinMissing
        sign_item(
            SignItem(
                actor=actor,
                item_id=view.row.id,
                pin=request.POST["pin"],
                code=request.POST.get("codigo", ""),
                answers=answers,
                submit_id=submit_id,
            )
        )
    else:
        commands.complete_item(
            commands.CompleteItem(
                actor=actor, item_id=view.row.id, answers=answers, submit_id=submit_id
            )
        )


def _after(request: HttpRequest, actor: Actor, view: ItemView) -> HttpResponse:
    messages.success(
        request,
        _("Terminó la tarea «{task}» del radicado {radicado}.").format(
            task=view.row.name, radicado=view.radicado
        ),
    )
    following = inbox_query.next_item(actor, view.radicado, clock.today())
    if following is not None:
        return redirect("officials:item", item_id=following.id)
    return redirect("officials:case", radicado=view.radicado)


@officials_only
@require_POST
def claim(request: HttpRequest, item_id: UUID) -> HttpResponse:
    commands.claim_item(
        commands.ClaimItem(actor=actor_of(request), item_id=item_id, submit_id=uuid4())
    )
    return redirect("officials:item", item_id=item_id)


@officials_only
@require_POST
def release(request: HttpRequest, item_id: UUID) -> HttpResponse:
    commands.release_item(
        commands.ReleaseItem(actor=actor_of(request), item_id=item_id, submit_id=uuid4())
    )
    messages.success(request, _("Devolvió la tarea a la bandeja de su grupo."))
    return redirect("officials:inbox")


@officials_only
@require_GET
def case(request: HttpRequest, radicado: str) -> HttpResponse:
    actor = actor_of(request)
    view = cases.case_for(actor, radicado)
    following = inbox_query.next_item(actor, radicado, clock.today())
    if following is not None and request.GET.get("seguir"):
        return redirect("officials:item", item_id=following.id)
    context = {
        "next_item": following,
        **_case_context(actor, view),
        "incidents": [
            (row, failure_text(row.code))
            for row in incidents.open_incidents(actor, case_id=view.id)
        ],
    }
    return render(request, "officials/case.html", context)


@officials_only
@require_GET
def drawing(request: HttpRequest, radicado: str) -> HttpResponse:
    """The diagram of the case's own version."""
    raw = flow.drawing(actor_of(request), radicado)
    return HttpResponse(raw, content_type="application/xml")


def _case_context(actor: Actor, case: CaseView) -> dict[str, Any]:
    """The case beside an item or alone: its parts, what may be done, and what belongs with it."""
    return {
        "case": case,
        "timeline": timeline.timeline(actor, case.radicado),
        "decisions": decisions.decisions_of(actor, case.radicado),
        "flow": flow.flow_of(actor, case.radicado),
        "acciones": actions.actions_for(actor, case.radicado),
        "relacionados": actions.related_cases(actor, case.radicado),
        "is_following": desk_query.is_following(actor, case.id),
    }


@officials_only
@require_GET
@xframe_options_sameorigin
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    return file_response(
        documents.document_for(actor_of(request), document_id),
        inline=request.GET.get("ver") == "1",
    )
