"""An official's own signing key: what it is, whether it works, and letting it go."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from engine.clock import BOGOTA
from engine.commands import clock
from signatures import keys
from signatures.errors import SignatureError
from signatures.keys import register
from web.accounts.actors import actor_of
from web.keys.forms import FileForm, ReasonForm, TryForm
from web.officials.access import officials_only
from web.shell.sentences import Sentence, sentence_for


@officials_only
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    return _page(request)


@officials_only
@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES, prefix="nueva")
    if not form.is_valid():
        return _page(request, enrol_form=form)
    user_id = actor_of(request).user_id
    try:
        keys.enrol(
            form.cleaned_data["archivo"],
            form.cleaned_data["pin"],
            user_id,
            by=user_id,
            now=clock.now(),
        )
    except SignatureError as error:
        return _page(request, problem=sentence_for(error))
    messages.success(request, _("Su llave quedó registrada. Pruébela para saber que firma bien."))
    return redirect("keys:mine")


@officials_only
@require_POST
def try_out(request: HttpRequest) -> HttpResponse:
    form = TryForm(request.POST, prefix="prueba")
    if not form.is_valid():
        return _page(request, try_form=form)
    secrets = keys.Secrets(form.cleaned_data["pin"], form.cleaned_data["codigo"])
    try:
        keys.try_out(actor_of(request).user_id, secrets, now=clock.now())
    except SignatureError as error:
        return _page(request, problem=sentence_for(error))
    messages.success(request, _("La llave firma bien. La firma de prueba no vale y ya se desechó."))
    return redirect("keys:mine")


@officials_only
@require_POST
def send_code(request: HttpRequest) -> HttpResponse:
    """Reached from here and from a task that signs, which stays open in its own window."""
    try:
        keys.send_code(actor_of(request).user_id)
    except SignatureError as error:
        return _page(request, problem=sentence_for(error))
    messages.success(
        request, _("El servicio le envió un código. Escríbalo donde lo pidió, junto con su PIN.")
    )
    return redirect("keys:mine")


@officials_only
@require_POST
def deactivate(request: HttpRequest) -> HttpResponse:
    form = ReasonForm(request.POST, prefix="baja")
    if not form.is_valid():
        return _page(request, end_form=form)
    user_id = actor_of(request).user_id
    try:
        key = keys.key_of(user_id)
        keys.deactivate(key.pk, form.cleaned_data["motivo"], by=user_id, now=clock.now())
    except SignatureError as error:
        return _page(request, problem=sentence_for(error))
    messages.success(
        request, _("Su llave quedó desactivada. Lo que firmó con ella sigue valiendo.")
    )
    return redirect("keys:mine")


def _page(request: HttpRequest, *, problem: Sentence | None = None, **forms: Any) -> HttpResponse:
    user_id = actor_of(request).user_id or 0
    now = clock.now()
    kept = register.keys_of(user_id, now=now)
    context = {
        "key": next((one for one in kept if one.active), None),
        "earlier": [one for one in kept if not one.active],
        "authorities": register.authorities_of(user_id, now.astimezone(BOGOTA).date()),
        "asks_for_code": keys.asks_for_code(user_id),
        "problem": problem,
        "enrol_form": FileForm(prefix="nueva"),
        "try_form": TryForm(prefix="prueba"),
        "end_form": ReasonForm(prefix="baja"),
    } | forms
    failed = problem is not None or bool(forms)
    return render(request, "keys/mine.html", context, status=422 if failed else 200)
