"""A session that ends in the middle of a form: what was sent waits for its person to sign in again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict

View = Callable[..., HttpResponse]
_WAITING, _RESUME, _PERSON = "envio-interrumpido", "retomar", "persona"
_SALT = "ventanilla.citizens.interrupted"


def person_mark(request: HttpRequest) -> str:
    """Goes into each form's page, so that nobody else gets what its person sent."""
    return signing.dumps(request.user.pk, salt=_SALT)


def resumed_after_sign_in(view: View) -> View:
    """Asks to sign in, and then does what was sent before as if it came now; files are asked for again."""

    @wraps(view)
    def wrapped(request: HttpRequest, **place: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _wait(request)
        if request.method == "GET" and _RESUME in request.GET:
            _resume(request)
        return view(request, **place)

    return wrapped


def _wait(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" or _PERSON not in request.POST:
        return redirect_to_login(request.get_full_path())
    request.session[_WAITING] = {
        "path": request.path,
        "sent": request.POST.urlencode(),
        "has_files": bool(request.FILES),
    }
    return redirect_to_login(f"{request.path}?{_RESUME}=1")


def _resume(request: HttpRequest) -> None:
    waiting = request.session.pop(_WAITING, None)
    sent = QueryDict(waiting["sent"]) if waiting else QueryDict()
    if not waiting or waiting["path"] != request.path or not _is_of(request, sent):
        return
    told = "Su sesión se había cerrado. Guardamos lo que escribió."
    if waiting["has_files"]:
        told += " Adjunte otra vez los archivos de esta página."
    messages.info(request, told)
    request.method = "POST"
    request.POST = sent
    request._files = MultiValueDict()  # type: ignore[attr-defined]


def _is_of(request: HttpRequest, sent: QueryDict) -> bool:
    try:
        owner = signing.loads(sent.get(_PERSON, ""), salt=_SALT)
    except signing.BadSignature:
        return False
    return bool(owner == request.user.pk)
