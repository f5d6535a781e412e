"""Pages that any room may answer with."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from web.shell.sentences import Sentence


def error_page(
    request: HttpRequest,
    sentence: Sentence,
    *,
    code: str,
    data: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A page for a named error: what happened, and what to do next."""
    words = {key: str(value) for key, value in (data or {}).items()}
    context = {
        "titulo": sentence.title,
        "que_paso": sentence.happened_with(words),
        "que_hacer": sentence.next_step,
        "codigo": code,
        "estado_http": sentence.status,
    }
    return render(request, "shell/error.html", context, status=sentence.status)
