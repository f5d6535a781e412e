"""How somebody wants to be told of their cases, and the link that stops it without signing in."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from engine.commands import ChooseNotices, Ways, choose_notices, clock, stop_notices, stops
from engine.models import NoticeKind
from engine.queries.notice_choices import choices_of
from signatures.electronic import Channel, carriers_from_settings
from web.accounts.actors import actor_of
from web.accounts.models import User
from web.notices.mobile import needs_confirming, send_code

_MOBILE = re.compile(r"3\d{9}")
_LONGEST = 20


@login_required
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Choose, kind by kind."""
    user = User.objects.get(pk=actor_of(request).user_id or 0)
    if request.method == "GET":
        return _page(request, mobile=user.mobile)
    mobile = re.sub(r"[\s().+-]", "", request.POST.get("celular", ""))[:_LONGEST]
    mobile = mobile.removeprefix("57") if len(mobile) > 10 else mobile
    if mobile and not _MOBILE.fullmatch(mobile):
        return _page(request, mobile=mobile, is_wrong=True)
    user.mobile = mobile
    user.save(update_fields=["mobile"])
    choose_notices(
        ChooseNotices(actor=actor_of(request), ways=_chosen(request, has_mobile=bool(mobile)))
    )
    messages.success(request, _("Guardamos cómo quiere sus avisos."))
    wants_texts = any(name.startswith("sms-") for name in request.POST)
    if wants_texts and needs_confirming(user) and send_code(user, clock.now()) is None:
        return redirect("notices:mobile")
    return redirect("notices:mine")


# A mail program posts here by itself, without a session: the signed link is what it shows (RFC 8058).
@csrf_exempt
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """Say what the link stops; do it when the button is pressed, for links are opened by machines too."""
    _who, kind = stops(link)
    if request.method == "POST":
        stop_notices(link)
    context = {"clase": _(kind.label), "hecho": request.method == "POST"}
    return render(request, "notices/stop.html", context)


def _page(request: HttpRequest, *, mobile: str, is_wrong: bool = False) -> HttpResponse:
    user = request.user
    kinds = choices_of(actor_of(request))
    wants_texts = any(kind.by_text for kind in kinds)
    context = {
        "clases": kinds,
        "celular": mobile,
        "celular_errado": is_wrong,
        "sin_confirmar": _lacks_confirming(user) and wants_texts and not is_wrong,
        "hay_mensajes_de_texto": Channel.SMS in carriers_from_settings(),
        "correo": getattr(request.user, "email", ""),
    }
    return render(request, "notices/mine.html", context, status=422 if is_wrong else 200)


def _lacks_confirming(user: object) -> bool:
    return isinstance(user, User) and needs_confirming(user)


def _chosen(request: HttpRequest, *, has_mobile: bool) -> dict[NoticeKind, Ways]:
    return {
        NoticeKind(shown.kind): Ways(
            by_mail=f"correo-{shown.kind}" in request.POST,
            by_text=has_mobile and f"sms-{shown.kind}" in request.POST,
        )
        for shown in choices_of(actor_of(request))
    }
