"""Pages that Django asks for by name."""

from django.http import HttpRequest, HttpResponse

from web.shell.pages import error_page
from web.shell.sentences import SENTENCES


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    del reason  # It is for developers; people get the sentence.
    return error_page(request, SENTENCES["form-expired"], code="form-expired")
