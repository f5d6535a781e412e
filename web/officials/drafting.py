"""What an official has typed so far, kept; and what the decision would make, shown before it is taken."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engine import commands
from engine.commands import clock
from engine.errors import AnswersRefused, CaseStuck
from engine.queries import inbox as inbox_query
from engine.queries.documents import DocumentFile
from engine.queries.inbox import ItemView
from engine.rehearsal import preview as rehearsal
from forms.fields import ProcedureForm, build_form
from web.accounts.actors import actor_of
from web.officials.access import officials_only
from web.officials.views import form_context, item_form, item_page
from web.shell.downloads import file_response
from web.shell.sentence import Sentence
from web.shell.sentences import sentence_for


@officials_only
@require_POST
def save_draft(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Keep what was typed, right or wrong.

    The page's own script gets one line back, or the form with the questions that now apply.
    """
    view = inbox_query.item(actor_of(request), item_id, clock.today())
    form = item_form(request, view)
    if form is None:
        raise Http404
    _keep(request, item_id, form)
    if request.POST.get("accion") == "actualizar":
        return _form_again(request, view, form)
    if request.headers.get("HX-Request"):
        at = time_format(localtime(clock.now()), "g:i a")
        saved = _("Borrador guardado · {at}").format(at=at)
        return HttpResponse(saved, content_type="text/plain; charset=utf-8")
    messages.success(
        request, _("Guardó el borrador de «{task}». Siga cuando quiera.").format(task=view.row.name)
    )
    return redirect("officials:inbox")


@officials_only
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Every document and notice that the decision would make; nothing of it happens."""
    actor = actor_of(request)
    view = inbox_query.item(actor, item_id, clock.today())
    if request.method == "GET":
        # Somebody came back to the address, for example after signing in again.
        return redirect("officials:item", item_id=item_id)
    form = item_form(request, view)
    if form is not None:
        _keep(request, item_id, form)
        if not form.is_valid():
            return item_page(request, view, form)
    try:
        found = rehearsal.preview(actor, item_id, form.answers if form else {})
    except CaseStuck:
        return item_page(request, view, form, problem=_failure())
    except AnswersRefused as refused:
        return item_page(request, view, form, problem=sentence_for(refused))
    preview_id = uuid4()
    for number, document in enumerate(found.documents, 1):
        caches["previews"].set(_key(request, preview_id, number), document.pdf)
    context = {"item": view, "preview": found, "preview_id": preview_id}
    return render(request, "officials/preview.html", context)


@officials_only
@require_GET
@xframe_options_sameorigin
def previewed(request: HttpRequest, item_id: UUID, preview_id: UUID, number: int) -> HttpResponse:
    """One of the documents, for who asked for the preview and for as long as they read it."""
    pdf = caches["previews"].get(_key(request, preview_id, number))
    if pdf is None:
        raise Http404
    file = DocumentFile(name=f"borrador-{number}.pdf", content=pdf, media_type="application/pdf")
    return file_response(file, inline=True)


def _failure() -> Sentence:
    return Sentence(
        422,
        _("El caso no podría seguir con estas respuestas"),
        _("Al probar la decisión, el modelo del trámite falló. No cambió nada."),
        _(
            "Revise lo que escribió. Si está bien, avise a quien administra los trámites antes de terminar."
        ),
    )


def _form_again(request: HttpRequest, view: ItemView, form: ProcedureForm) -> HttpResponse:
    """The form with what was typed, and no complaint: nobody has said yet that it is finished."""
    unfinished = build_form(
        form.schema,
        data=None,
        files=None,
        initial=form.draft(),
        context=view.context,
        owner_id=request.user.pk,
        today=clock.today(),
    )
    return render(request, "officials/_item_form.html", form_context(request, view, unfinished))


def _keep(request: HttpRequest, item_id: UUID, form: ProcedureForm) -> None:
    commands.save_item_draft(
        commands.SaveItemDraft(actor=actor_of(request), item_id=item_id, answers=form.draft())
    )


def _key(request: HttpRequest, preview_id: UUID, number: int) -> str:
    return f"{request.user.pk}:{preview_id}:{number}"
