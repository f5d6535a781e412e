"""Pages that any room may answer with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from web.shell.sentences import Sentence


def error_page(request: HttpRequest, sentence: Sentence, *, code: str) -> HttpResponse:
    """A page for a named error: what happened, and what to do next."""
    context = {
        "titulo": sentence.title,
        "que_paso": sentence.happened,
        "que_hacer": sentence.next_step,
        "codigo": code,
    }
    return render(request, "shell/error.html", context, status=sentence.status)


def whole_page_redirect(request: HttpRequest, address: str) -> HttpResponse:
    """Lead the whole page elsewhere, also where htmx asked for a part of it."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
