"""Choose what to do on a case, fill in its form, and do it once."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from engine import commands
from engine.errors import AnswersRefused, CaseNotFound, CaseOver, NothingAwaitsMessage
from engine.models.actor import Actor, ActorKind
from engine.queries.actions import ActionPage, action_page, actions_for
from engine.queries.requirements import (
    AskedItem,
    Requirement,
    filed_rows,
    marked,
    requirement_of,
    unasked,
)
from forms.fields import ProcedureForm, place_of
from forms.fields.upload import ids_of
from web.accounts.actors import actor_of
from web.shell.kept import is_signed_out
from web.shell.posted import posted_form, submit_id_of, tell_refused

_LONGEST_RADICADO = 40


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Ask for the radicado."""
    number = request.GET.get("numero", "").strip().upper().replace(" ", "")[:_LONGEST_RADICADO]
    if not number:
        return render(request, "actions/start.html", {"numero": ""})
    try:
        actions_for(actor_of(request), number)
    except CaseNotFound:
        return render(request, "actions/start.html", {"numero": number}, status=404)
    return redirect("actions:choose", radicado=number)


@require_GET
def choose(request: HttpRequest, radicado: str) -> HttpResponse:
    """What may be done on the case by who asks."""
    found = actions_for(actor_of(request), radicado)
    return render(request, "actions/choose.html", {"radicado": radicado, "acciones": found})


@require_http_methods(["GET", "POST"])
def action(request: HttpRequest, radicado: str, token: str) -> HttpResponse:
    """One action: its form, and what came of it."""
    actor = actor_of(request)
    try:
        page = action_page(actor, radicado, token)
    except NothingAwaitsMessage:
        if is_signed_out(request):
            return redirect_to_login(request.get_full_path())
        return _over(request, actor, radicado)
    asked = _asked(actor, page)
    form = _form(request, page, asked)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _take(request, actor, page, form)
        except (NothingAwaitsMessage, CaseOver):
            return _over(request, actor, radicado)
        except AnswersRefused as refused:
            tell_refused(request, refused)
        else:
            messages.success(
                request,
                _("Listo: «{action}» quedó en el expediente {radicado}.").format(
                    action=page.action.label, radicado=radicado
                ),
            )
            return redirect(*_back(actor, page))
    context = {
        "pagina": page,
        "form": form,
        "submit_id": request.POST.get("submit_id") or uuid4(),
        "volver": _back(actor, page),
        "requerimiento": asked,
        "pedidos": _places(form, asked),
        "radicadas": filed_rows(actor, page.radicado, page.form, asked.items) if asked else [],
    }
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, "actions/action.html", context, status=status)


def _take(request: HttpRequest, actor: Actor, page: ActionPage, form: ProcedureForm | None) -> None:
    commands.take_action(
        commands.TakeAction(
            actor=actor,
            case_id=page.case_id,
            token=page.action.token,
            answers=form.answers if form else {},
            submit_id=submit_id_of(request),
        )
    )


def _form(
    request: HttpRequest, page: ActionPage, asked: Requirement | None
) -> ProcedureForm | None:
    if page.form is None:
        return None
    schema, begins = page.form, page.begins
    if asked:
        schema = marked(page.form, asked.items, _file_names(page))
        begins = unasked(page.form, asked.items, begins)
    return posted_form(request, schema, context=page.context, initial=begins, filed=page.filed)


def _file_names(page: ActionPage) -> dict[str, list[str]]:
    """Names of the files that were sent before, by the key of their field."""
    named = {
        name.rpartition(".")[2]: [page.filed[one].name for one in ids_of(kept) if one in page.filed]
        for name, kept in page.begins.items()
    }
    return {key: names for key, names in named.items() if names}


def _asked(actor: Actor, page: ActionPage) -> Requirement | None:
    """What the action completes, for who may read the case."""
    if not page.may_read:
        return None
    return requirement_of(actor, page.radicado, page.action.token)


def _places(form: ProcedureForm | None, asked: Requirement | None) -> list[tuple[AskedItem, str]]:
    """Each thing that was asked, with the name of the field of the form to go to for it."""
    items = asked.items if asked else ()
    return [(item, place_of(form, item.field) if form else "") for item in items]


def _over(request: HttpRequest, actor: Actor, radicado: str) -> HttpResponse:
    """The moment for it has passed: say so, and what can be done now."""
    context = {"radicado": radicado, "acciones": actions_for(actor, radicado), "paso": True}
    return render(request, "actions/choose.html", context, status=409)


def _back(actor: Actor, page: ActionPage) -> tuple[str, ...]:
    if not page.may_read:
        return ("actions:choose", page.radicado)
    name = "officials:case" if actor.kind is ActorKind.OFFICIAL else "citizens:case"
    return (name, page.radicado)
