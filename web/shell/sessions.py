"""A session that ends while somebody is filling in a form loses nothing of what was typed."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext

from web.shell import kept
from web.shell.refill import refill


class KeptFormMiddleware:
    """Keeps a form that was sent without a session, and shows it again filled in after signing in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = kept.id_of(request)
        again = _shown_again(request)
        if again is not None:
            messages.warning(request, _words(again))
        response = self.get_response(request)
        if _leads_to_sign_in(request, response):
            return _kept_until_signed_in(request, response)
        kept.forget_if_done(request, response, before)
        kept.remember_who(request, response)
        if again is not None and _is_page(response):
            response.content = refill(response.content, again)
            response.headers.pop("Content-Length", None)
        return response


def _shown_again(request: HttpRequest) -> kept.KeptForm | None:
    if request.method != "GET" or request.headers.get("HX-Request"):
        return None
    return kept.kept_for(request)


def _leads_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    if request.user.is_authenticated or response.status_code != 302:
        return False
    return urlsplit(response.headers["Location"]).path == resolve_url(settings.LOGIN_URL)


def _kept_until_signed_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The way to sign in; from a part of a page only if the person asked for something.

    A list that looks for news by itself must not take a page away that somebody is typing into.
    """
    is_part = bool(request.headers.get("HX-Request"))
    if request.method != "POST":
        return HttpResponse(status=401) if is_part else response
    if kept.keep(request):
        messages.warning(
            request,
            gettext(
                "Su sesión se cerró antes de enviar. Ingrese otra vez: guardamos lo que escribió "
                "y lo verá lleno al volver."
            ),
        )
    answer = redirect_to_login(kept.page_behind(request) or request.get_full_path())
    return HttpResponse(headers={"HX-Redirect": answer.url}) if is_part else answer


def _is_page(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    return not response.streaming and kind.startswith("text/html") and response.status_code != 302


def _words(again: kept.KeptForm) -> str:
    words = gettext(
        "Volvimos a llenar el formulario con lo que usted había escrito. "
        "Todavía no se ha enviado: revíselo y envíelo."
    )
    if again.files:
        words += " " + gettext("Los archivos que acababa de elegir, elíjalos otra vez.")
    return words
