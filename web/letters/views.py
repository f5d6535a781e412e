"""Write to the other side of a case; what was typed is kept when it cannot be sent."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engine.commands import WriteLetter, write_letter
from engine.errors import CaseOver, LetterEmpty, LettersTooMany, LetterTooLong
from engine.queries import cases, letters
from web.accounts.actors import actor_of
from web.citizens.access import follower
from web.shell.posted import submit_id_of
from web.shell.sentences import sentence_for


@follower
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, radicado: str) -> HttpResponse:
    """The messages of a case on a page of their own, and the form to write the next one."""
    actor = actor_of(request)
    thread = letters.thread(actor, radicado)
    context: dict[str, Any] = {
        "hilo": thread,
        "submit_id": request.POST.get("submit_id") or uuid4(),
    }
    if request.method == "GET":
        return render(request, "letters/write.html", context)
    text = request.POST.get("texto", "")
    try:
        write_letter(
            WriteLetter(
                actor=actor,
                case_id=cases.case_for(actor, radicado).id,
                text=text,
                submit_id=submit_id_of(request),
            )
        )
    except (LetterEmpty, LetterTooLong, LettersTooMany, CaseOver) as refused:
        sentence = sentence_for(refused)
        context |= {"texto": text, "problema": sentence}
        return render(request, "letters/write.html", context, status=sentence.status)
    messages.success(request, _("Enviamos su mensaje. Queda en el expediente."))
    page = "officials:case" if thread.is_office else "citizens:case"
    return redirect(f"{reverse(page, args=[radicado])}#mensajes")
