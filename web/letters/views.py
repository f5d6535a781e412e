"""Write to the other side of a case; what was typed is kept when it cannot be sent."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engine.commands import MOST_FILES, WriteLetter, clock, write_letter
from engine.errors import (
    CaseOver,
    LetterEmpty,
    LetterFilesTooMany,
    LettersTooMany,
    LetterTooLong,
)
from engine.queries import cases, letters
from forms import uploads
from forms.errors import UploadRefused
from forms.fields.upload import answer_of, refusal
from web.accounts.actors import actor_of
from web.citizens import attachments
from web.citizens.access import follower
from web.shell.posted import submit_id_of
from web.shell.sentences import sentence_for

_REFUSED = (LetterEmpty, LetterTooLong, LettersTooMany, LetterFilesTooMany, CaseOver)


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
                files=_files(request),
            )
        )
    except UploadRefused as refused:
        context |= {"texto": text, "archivo_errado": refusal(refused.reason)}
        return render(request, "letters/write.html", context, status=422)
    except _REFUSED as refused:
        sentence = sentence_for(refused)
        context |= {"texto": text, "problema": sentence}
        return render(request, "letters/write.html", context, status=sentence.status)
    messages.success(request, _("Enviamos su mensaje. Queda en el expediente."))
    page = "officials:case" if thread.is_office else "citizens:case"
    return redirect(f"{reverse(page, args=[radicado])}#mensajes")


def _files(request: HttpRequest) -> list[dict[str, Any]]:
    """The files that came with the message, judged like all others; none is kept if there are too many.

    Raises:
        UploadRefused: one of them is not taken.
        LetterFilesTooMany: they are more than a message takes.
    """
    sent = request.FILES.getlist("archivos")
    if len(sent) > MOST_FILES:
        raise LetterFilesTooMany(most=MOST_FILES)
    if sent and not attachments.may_attach(request, len(sent)):
        raise UploadRefused("too-many")
    now = clock.now()
    return [answer_of(uploads.accept(file, request.user.pk, now)) for file in sent]
