"""Filing for somebody at the counter, by telephone or by chat: the case is theirs, and says who took it.

Source: CPACA art. 15; Decreto 1166 de 2016 (verbal petitions); inventory N (6).
"""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bpmn import versions
from engine.commands import FileCase, file_case
from engine.errors import AnswersRefused
from engine.models.actor import Actor
from engine.queries import catalogue
from engine.queries import forms as form_query
from forms.fields import ProcedureForm
from web.accounts.actors import actor_of
from web.officials.access import officials_only
from web.officials.receipts import CHANNELS, COUNTER_ROLES
from web.shell.posted import posted_form, submit_id_of, tell_refused


@officials_only
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """The procedures that somebody may be helped with."""
    _require_role(request)
    offered = [
        version.sheet
        for version in versions.catalogue()
        if not version.sheet.is_internal and set(version.sheet.channels) & set(CHANNELS)
    ]
    return render(request, "officials/counter_choose.html", {"fichas": offered})


@officials_only
@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, asked aloud; once it is right it is filed, and its receipt can be printed."""
    actor = _require_role(request)
    sheet = catalogue.sheet(slug)
    channels = [(key, _(text)) for key, text in CHANNELS.items() if key in sheet.channels]
    if not channels:
        raise Http404
    channel = request.POST.get("canal", channels[0][0])
    form = _form(request, slug)
    wants = request.POST.get("accion") == "radicar"
    if wants and channel in dict(channels) and form.is_valid():
        try:
            filed = file_case(_command(request, actor, slug, channel, form))
        except AnswersRefused as refused:
            tell_refused(request, refused)
        else:
            messages.success(
                request,
                _("Quedó radicado con el número {radicado}. Entregue la constancia.").format(
                    radicado=filed.radicado
                ),
            )
            return redirect("officials:receipt", radicado=filed.radicado)
    context = {
        "ficha": sheet,
        "form": form,
        "canales": channels,
        "canal": channel,
        "submit_id": request.POST.get("submit_id") or uuid4(),
    }
    return render(request, "officials/counter_form.html", context, status=422 if wants else 200)


def _command(
    request: HttpRequest, actor: Actor, slug: str, channel: str, form: ProcedureForm
) -> FileCase:
    helping = Actor(
        kind=actor.kind,
        user_id=actor.user_id,
        name=actor.name,
        groups=actor.groups,
        channel=channel,
    )
    return FileCase(
        actor=helping,
        slug=slug,
        answers=form.answers,
        submit_id=submit_id_of(request),
        is_assisted=True,
    )


def _require_role(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if actor.groups.isdisjoint(COUNTER_ROLES):
        raise Http404
    return actor


def _form(request: HttpRequest, slug: str) -> ProcedureForm:
    return posted_form(request, form_query.start_form(slug), context=form_query.start_context(slug))
