"""Pages that Django asks for by name."""

from django.http import HttpRequest, HttpResponse

from web.shell.kept import keep, page_behind
from web.shell.pages import error_page
from web.shell.sentences import SENTENCES


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of a session that is over: kept if it came from a page of ours, and never carried out."""
    del reason  # It is for developers; people get the sentence.
    page = page_behind(request)
    if page and keep(request):
        code = "form-expired-kept"
        return error_page(request, SENTENCES[code].spoken(), code=code, again=page)
    return error_page(request, SENTENCES["form-expired"].spoken(), code="form-expired")
