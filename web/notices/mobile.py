"""A mobile is confirmed by a code in a text message, before the window ever sends a notice to it."""

import hashlib
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from engine.commands import clock
from signatures import electronic
from signatures.electronic import (
    Agreement,
    Channel,
    CodeRequest,
    Letter,
    Signer,
    TypedCode,
    carriers_from_settings,
)
from signatures.electronic.errors import CodeUnknown
from signatures.errors import SignatureError
from web.accounts.actors import actor_of
from web.accounts.models import User
from web.shell.mobile_sentences import MOBILE_SENTENCES
from web.shell.posted import uuid_of
from web.shell.sentence import Sentence
from web.shell.sentences import sentence_for

# Tries and resendings are counted for it apart from those of signatures.
PURPOSE = "celular"
_TEXT = "Confirma que este celular es suyo y que quiere recibir en él los avisos que eligió."


@login_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Type the code that was sent to the mobile."""
    user = _person(request)
    if not needs_confirming(user):
        return redirect("notices:mine")
    if request.method == "GET":
        return _page(request, user)
    try:
        electronic.confirm(_typed(request, user), now=clock.now())
    except SignatureError as error:
        return _page(request, user, sentence_for(error, MOBILE_SENTENCES))
    user.confirmed_mobile = user.mobile
    user.save(update_fields=["confirmed_mobile"])
    messages.success(
        request, _("Listo: confirmamos su celular. Desde ahora le avisamos también ahí.")
    )
    return redirect("notices:mine")


@login_required
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send a code, or another one."""
    user = _person(request)
    if not needs_confirming(user):
        return redirect("notices:mine")
    problem = send_code(user, clock.now())
    if problem is not None:
        return _page(request, user, problem)
    return redirect("notices:mobile")


def needs_confirming(user: User) -> bool:
    """Whether the person gave a mobile that nobody has shown to be theirs, where texts can be sent."""
    is_open = bool(user.mobile) and not user.own_mobile
    return is_open and Channel.SMS in carriers_from_settings()


def send_code(user: User, now: datetime) -> Sentence | None:
    """Send a code to the mobile; what hindered it, if anything did."""
    wish = CodeRequest(
        purpose=PURPOSE,
        signer=_signer(user),
        document_sha256=_number_sha256(user),
        agreement=Agreement(version="1", text=_TEXT),
        channel=Channel.SMS,
        address=user.mobile,
        compose=_letter,
    )
    try:
        electronic.request_code(wish, carriers_from_settings()[Channel.SMS], now=now)
    except SignatureError as error:
        return sentence_for(error, MOBILE_SENTENCES)
    return None


def _letter(code: str) -> Letter:
    text = _("{code} es su código para recibir avisos en este celular. No lo comparta.")
    return Letter(subject="", text=text.format(code=code))


def _typed(request: HttpRequest, user: User) -> TypedCode:
    challenge_id = uuid_of(request.POST.get("reto", ""))
    if challenge_id is None:
        raise CodeUnknown
    return TypedCode(
        challenge_id=challenge_id,
        code=request.POST.get("codigo", ""),
        subject=_signer(user).subject,
        document_sha256=_number_sha256(user),
    )


def _page(request: HttpRequest, user: User, problem: Sentence | None = None) -> HttpResponse:
    waiting = electronic.pending(_signer(user).subject, PURPOSE, now=clock.now())
    is_same = waiting is not None and waiting.document_sha256 == _number_sha256(user)
    context = {
        "celular": user.mobile,
        "reto": waiting if is_same else None,
        "problema": problem,
    }
    status = problem.status if problem else 200
    return render(request, "notices/mobile.html", context, status=status)


def _person(request: HttpRequest) -> User:
    return User.objects.get(pk=actor_of(request).user_id or 0)


def _signer(user: User) -> Signer:
    return Signer(subject=f"user:{user.pk}", name=str(user))


def _number_sha256(user: User) -> str:
    """What the code is good for: this number and no other."""
    return hashlib.sha256(f"{PURPOSE}:{user.mobile}".encode()).hexdigest()
