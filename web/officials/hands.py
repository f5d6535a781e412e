"""From hand to hand: reasignar, delegar, devolver, pedir visto bueno; and the colleague's answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engine import commands
from engine.errors import EngineError
from engine.models.actor import Actor
from engine.queries import colleagues as query
from engine.queries.colleagues import Colleague
from engine.queries.hands import HandsView, hands
from web.accounts.actors import actor_of
from web.officials.access import officials_only
from web.officials.forms import AnswerForm, PersonForm, QuestionForm, ReasonForm
from web.officials.passing import reassign, send_back
from web.shell.forms import DressedForm
from web.shell.posted import submit_id_of
from web.shell.sentences import Sentence, sentence_for


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One way in which an item, or a question about it, goes to somebody.

    Attributes:
        code: the verb as `engine.queries.hands` names it.
        stays: whether the actor goes on with the item afterwards.
    """

    code: str
    title: str
    lead: str
    button: str
    done: str
    form: type[DressedForm]
    stays: bool = False


VERBS = {
    "consultar": Verb(
        code="consult",
        title=gettext_noop("Pedir visto bueno"),
        lead=gettext_noop("Pregunte a un colega qué opina. La tarea y su plazo siguen con usted."),
        button=gettext_noop("Enviar la pregunta"),
        done=gettext_noop("Envió la pregunta. La respuesta aparecerá en esta tarea."),
        form=QuestionForm,
        stays=True,
    ),
    "reasignar": Verb(
        code="reassign",
        title=gettext_noop("Reasignar"),
        lead=gettext_noop("Pasa la tarea a otra persona para siempre, con lo que ya se escribió."),
        button=gettext_noop("Reasignar la tarea"),
        done=gettext_noop("Reasignó la tarea."),
        form=PersonForm,
    ),
    "delegar": Verb(
        code="delegate",
        title=gettext_noop("Delegar"),
        lead=gettext_noop(
            "Otra persona la hace y, cuando la termine, vuelve a usted para que la revise. Usted sigue respondiendo por ella."
        ),
        button=gettext_noop("Delegar la tarea"),
        done=gettext_noop("Delegó la tarea. Puede retomarla cuando quiera."),
        form=PersonForm,
        stays=True,
    ),
    "devolver": Verb(
        code="return",
        title=gettext_noop("Devolver"),
        lead=gettext_noop(
            "Vuelve a quien se la pasó, o a la bandeja de su grupo si nadie se la pasó."
        ),
        button=gettext_noop("Devolver la tarea"),
        done=gettext_noop("Devolvió la tarea."),
        form=ReasonForm,
    ),
}


@officials_only
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, item_id: UUID, verb: str) -> HttpResponse:
    """One verb on one item; the item's own page has the same forms."""
    actor, chosen = actor_of(request), VERBS[verb]
    view = hands(actor, item_id)
    data = request.POST if request.method == "POST" else None
    form = form_for(verb, view, query.colleagues(actor), data)
    problem: Sentence | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _DOING[verb](actor, item_id, form.cleaned_data, submit_id_of(request))
        except EngineError as refused:
            problem = sentence_for(refused)
        else:
            messages.success(request, _(chosen.done))
            return _after(view, chosen)
    elif request.method == "GET" and chosen.code not in view.verbs:
        raise Http404
    context = {
        "item": view,
        "action": verb,
        "verb": chosen,
        "form": form,
        "problem": problem,
        "submit_id": submit_id_of(request) if data else uuid4(),
    }
    status = problem.status if problem else 422 if form.errors else 200
    return render(request, "officials/hands/act.html", context, status=status)


@officials_only
@require_POST
def take_back(request: HttpRequest, item_id: UUID) -> HttpResponse:
    command = commands.TakeBackItem(
        actor=actor_of(request), item_id=item_id, submit_id=submit_id_of(request)
    )
    commands.take_back_item(command)
    messages.success(request, _("Retomó la tarea, con lo que se había escrito."))
    return redirect("officials:item", item_id=item_id)


@officials_only
@require_GET
def consultations(request: HttpRequest) -> HttpResponse:
    """What colleagues ask the actor, and what the actor asked."""
    actor = actor_of(request)
    context = {"waiting": query.asked_of(actor), "asked": query.asked_by(actor)}
    return render(request, "officials/hands/consultations.html", context)


@officials_only
@require_http_methods(["GET", "POST"])
def consultation(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    view = query.consultation(actor, consultation_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    problem: Sentence | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _answer(actor, consultation_id, form.cleaned_data, submit_id_of(request))
        except EngineError as refused:
            problem = sentence_for(refused)
        else:
            messages.success(
                request, _("{person} ya puede leer su respuesta.").format(person=view.asker)
            )
            return redirect("officials:consultations")
    context = {
        "consultation": view,
        "form": form,
        "problem": problem,
        "submit_id": request.POST.get("submit_id") or uuid4(),
    }
    status = problem.status if problem else 422 if form.errors else 200
    return render(request, "officials/hands/consultation.html", context, status=status)


@officials_only
@require_POST
def withdraw(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    view = query.consultation(actor, consultation_id)
    command = commands.WithdrawConsultation(
        actor=actor, consultation_id=consultation_id, submit_id=submit_id_of(request)
    )
    commands.withdraw_consultation(command)
    messages.success(
        request, _("Retiró la pregunta que le hizo a {person}.").format(person=view.colleague)
    )
    return redirect("officials:item", item_id=view.item_id)


def form_for(
    verb: str, view: HandsView, people: Sequence[Colleague], data: Any = None
) -> DressedForm:
    """The form of a verb; on one page each has its own prefix."""
    kind = VERBS[verb].form
    if issubclass(kind, PersonForm):
        return kind(data, prefix=verb, colleagues=people, groups=view.groups)
    return kind(data, prefix=verb)


def _after(view: HandsView, verb: Verb) -> HttpResponse:
    if verb.stays:
        return redirect("officials:item", item_id=view.item_id)
    return redirect("officials:inbox")


def _delegate(actor: Actor, item_id: UUID, given: dict[str, Any], submit_id: UUID) -> None:
    commands.delegate_item(
        commands.DelegateItem(
            actor=actor,
            item_id=item_id,
            to_user_id=given["persona"],
            reason=given["motivo"],
            submit_id=submit_id,
        )
    )


def _ask(actor: Actor, item_id: UUID, given: dict[str, Any], submit_id: UUID) -> None:
    commands.ask_colleague(
        commands.AskColleague(
            actor=actor,
            item_id=item_id,
            to_user_id=given["persona"],
            question=given["motivo"],
            submit_id=submit_id,
        )
    )


def _answer(actor: Actor, consultation_id: UUID, given: dict[str, Any], submit_id: UUID) -> None:
    commands.answer_consultation(
        commands.AnswerConsultation(
            actor=actor,
            consultation_id=consultation_id,
            agrees=given["acuerdo"] == "si",
            text=given["texto"],
            submit_id=submit_id,
        )
    )


_DOING: dict[str, Callable[[Actor, UUID, dict[str, Any], UUID], None]] = {
    "consultar": _ask,
    "reasignar": reassign,
    "delegar": _delegate,
    "devolver": send_back,
}
