"""Turns the named errors of the rooms into pages, and tells browsers what a page may load."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation

from web.shell.kept import keep, page_behind
from web.shell.pages import error_page
from web.shell.sentences import SENTENCES, sentence_for

_LOG = logging.getLogger(__name__)

# No 'unsafe-inline' and no other host: what an attacker writes into a page never runs.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "object-src 'none'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)
PERMISSIONS = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"


class ContentPolicyMiddleware:
    """Adds the content policy, and keeps pages of signed-in people out of shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class WholePagesGzipMiddleware(GZipMiddleware):
    """Compresses pages that are whole; one that grows would be held back until it is."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        return response if response.streaming else super().process_response(request, response)


class ChosenLanguageMiddleware:
    """Speaks the language that the person chose: their account's, else this browser's, else Spanish."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        here = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        chosen = getattr(getattr(request, "user", None), "language", "") or here
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


class NamedErrorMiddleware:
    """Answers an error that has a code with the page that says what to do next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        code = getattr(error, "code", None)
        if not isinstance(code, str) or code not in SENTENCES:
            return None
        sentence = sentence_for(error)
        if sentence.status >= 500:
            _LOG.error("%s at %s", code, request.path, exc_info=error)
        return error_page(request, sentence, code=code, again=_kept(request, sentence.status))


def _kept(request: HttpRequest, status: int) -> str:
    """Where the person finds again what was typed into a form that could not be carried out."""
    page = page_behind(request) if request.method == "POST" and status != 404 else ""
    return page if page and keep(request) else ""


class AddressMiddleware:
    """Finds nothing at an address with a NUL: PostgreSQL fails where SQLite only finds nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        return self.get_response(request)
