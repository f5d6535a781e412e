"""The treasury's desk: orders, what the bank and the window do not agree on, refunds that wait."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from engine.commands import ResolveLine, clock, resolve_line
from engine.errors import PaymentLineResolved, ReasonMissing, ResolutionDoesNotFit
from engine.models import LineResolution, OrderStatus
from engine.queries import payments
from web.accounts.actors import actor_of
from web.officials.access import officials_only
from web.shell.posted import submit_id_of
from web.shell.sentences import sentence_for


def treasury_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Like `officials_only`, for who keeps the entity's money."""

    @officials_only
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not payments.is_treasury(actor_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@treasury_only
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "diferencias": payments.open_lines(actor),
        "devoluciones": payments.pending_refunds(actor),
        "dias": payments.reconciliations(actor),
        "resueltas": payments.resolved_lines(actor),
        "ordenes": payments.order_page(actor, clock.now()).rows[:10],
    }
    return render(request, "payments/office.html", context)


@treasury_only
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    status, text = request.GET.get("estado", ""), request.GET.get("buscar", "")[:60]
    number = request.GET.get("pagina", "1")
    page = payments.order_page(
        actor_of(request),
        clock.now(),
        status=status if status in OrderStatus.values else "",
        text=text,
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1,
    )
    context = {
        "page": page,
        "estados": [(value, _(text)) for value, text in OrderStatus.choices],
        "estado": status,
        "buscar": text,
        "filters": urlencode({"estado": status, "buscar": text}),
    }
    return render(request, "payments/orders.html", context)


@treasury_only
@require_GET
def difference(request: HttpRequest, line_id: int) -> HttpResponse:
    return render(request, "payments/difference.html", _context(request, line_id))


@treasury_only
@require_POST
def resolve(request: HttpRequest, line_id: int) -> HttpResponse:
    way, reason = request.POST.get("que", ""), request.POST.get("motivo", "")
    command = ResolveLine(
        actor=actor_of(request),
        line_id=line_id,
        resolution=_WAYS.get(way),
        reason=reason,
        submit_id=submit_id_of(request),
    )
    try:
        resolve_line(command)
    except (ReasonMissing, ResolutionDoesNotFit, PaymentLineResolved) as error:
        context = _context(request, line_id)
        context |= {"problem": sentence_for(error), "motivo": reason, "elegido": way}
        return render(request, "payments/difference.html", context, status=400)
    messages.success(request, _("Quedó resuelta, con su motivo y su nombre."))
    return redirect("payments:office")


def _context(request: HttpRequest, line_id: int) -> dict[str, Any]:
    return {
        "linea": payments.line(actor_of(request), line_id),
        "submit_id": uuid4(),
        "que_pasa": {way: _(text) for way, text in _EXPLAINED.items()},
    }


_WAYS = {way.value: way for way in LineResolution}
_EXPLAINED = {
    "accepted": gettext_noop("La orden queda pagada con lo que llegó, y el trámite sigue."),
    "refund": gettext_noop("Se abre la devolución de oficio: la persona no tiene que pedirla."),
    "explained": gettext_noop("No cambia nada más. Diga qué encontró y dónde está el dinero."),
}
