"""The receipt that is handed over at the counter: one page to print, with the signed one beside it.

The code opens the case as whose it is: only who filed it for the person prints it.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from engine.queries import cases
from web.accounts.actors import actor_of
from web.officials.access import officials_only

# Who files for somebody else.
COUNTER_ROLES = frozenset(
    {"ventanilla", "coordinador-atencion-ciudadano", "operador-linea-195", "operador-chat"}
)
CHANNELS = {
    "ventanilla": gettext_noop("En la ventanilla"),
    "telefonico": gettext_noop("Por teléfono"),
    "chat": gettext_noop("Por chat"),
}


_ONLINE = gettext_noop("Por la ventanilla virtual")


@officials_only
@require_GET
def receipt(request: HttpRequest, radicado: str) -> HttpResponse:
    actor = actor_of(request)
    case = cases.case_for(actor, radicado)
    context = {
        "case": case,
        "channel": _(CHANNELS.get(case.channel, _ONLINE)),
        "is_preparing": case.is_preparing and not case.documents,
        "may_file": bool(COUNTER_ROLES & actor.groups),
        "follow_at": f"{settings.PUBLIC_URL}/radicado/",
    }
    part = request.headers.get("HX-Request") == "true"
    template = "counter_documents" if part else "counter_receipt"
    return render(request, f"officials/hands/{template}.html", context)
