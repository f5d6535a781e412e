"""An order, for who has its link: what is to be paid, the way to the bank, and what the bank said.

Whoever knows the reference may pay, as somebody else often does; the page shows nothing of the person.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from engine.commands import clock
from engine.errors import CaseNotFound, PaymentNotOpen
from engine.payments import gateways, paying
from engine.payments.gateway import GatewayUnavailable
from engine.queries import payments
from engine.queries.cases import case_for
from engine.queries.payments import OrderView
from web.accounts.actors import actor_of
from web.shell.middleware import CONTENT_POLICY
from web.shell.sentences import Sentence

REFRESH_SECONDS = 5
_UNREACHABLE = Sentence(
    503,
    gettext_noop("El banco no responde"),
    gettext_noop("No pudimos abrir la página de pago. No se cobró nada."),
    gettext_noop(
        "Espere unos minutos y oprima «Pagar» otra vez. Su orden sigue abierta hasta el plazo."
    ),
)


@never_cache
@require_GET
def order(request: HttpRequest, reference: str) -> HttpResponse:
    return _page(request, payments.order_by_reference(reference, clock.now()))


@require_POST
def pay(request: HttpRequest, reference: str) -> HttpResponse:
    try:
        opened = paying.begin(reference, actor_of(request), gateways.current())
    except PaymentNotOpen:
        # Paid or under way by now: the page says which.
        return redirect("payments:order", reference=reference)
    except GatewayUnavailable:
        view = payments.order_by_reference(reference, clock.now())
        return _page(request, view, problem=_UNREACHABLE.spoken())
    return redirect(opened.url)


@never_cache
@require_GET
def back(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the bank sends people: its notice may still be on its way."""
    return _page(request, payments.order_by_reference(reference, clock.now()), is_back=True)


def _page(
    request: HttpRequest,
    view: OrderView,
    *,
    is_back: bool = False,
    problem: Sentence | None = None,
) -> HttpResponse:
    waits = view.status == "pending" or (is_back and view.is_confirming)
    context = {
        "orden": view,
        "regreso": is_back,
        "confirmando": is_back and view.is_confirming,
        "refrescar": REFRESH_SECONDS if waits and is_back else None,
        "es_suyo": _is_theirs(request, view),
        "problem": problem,
    }
    response = render(
        request, "payments/order.html", context, status=problem.status if problem else 200
    )
    # The form leads to the bank's page; browsers count that as part of the form.
    response.headers["Content-Security-Policy"] = CONTENT_POLICY.replace(
        "form-action 'self'", f"form-action 'self' {gateways.current().origin}"
    )
    # The address of the page lets its holder pay and see the order: it is nobody else's.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _is_theirs(request: HttpRequest, view: OrderView) -> bool:
    try:
        case_for(actor_of(request), view.radicado)
    except CaseNotFound:
        return False
    return True
