"""Internal notes of a case: written here, read beside the case by its office and by auditors."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engine import commands
from engine.queries import cases
from engine.queries import colleagues as query
from web.accounts.actors import actor_of
from web.officials.access import officials_only
from web.officials.forms import NoteForm
from web.shell.posted import submit_id_of


@officials_only
@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, radicado: str) -> HttpResponse:
    actor = actor_of(request)
    case = cases.case_for(actor, radicado)
    kept = query.notes(actor, radicado)
    if kept is None:
        raise Http404
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        command = commands.WriteNote(
            actor=actor,
            case_id=case.id,
            text=form.cleaned_data["texto"],
            submit_id=submit_id_of(request),
        )
        commands.write_note(command)
        messages.success(request, _("La nota quedó guardada. El ciudadano no la ve."))
        return redirect("officials:notes", radicado=radicado)
    context = {
        "case": case,
        "notes": kept,
        "form": form,
        "may_write": query.may_write_note(actor, radicado),
        "submit_id": request.POST.get("submit_id") or uuid4(),
    }
    status = 422 if form.errors else 200
    return render(request, "officials/hands/notes.html", context, status=status)
