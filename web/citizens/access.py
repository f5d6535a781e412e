"""Who follows a case: whose account it is, or, without an account, who shows its code."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from engine.commands import is_supervisor
from engine.models.actor import NOBODY, ActorKind
from engine.queries import cases
from web.accounts.actors import CASE_BY_CODE, actor_of

View = Callable[..., HttpResponseBase]


def follower(view: View) -> View:
    """Let in who has an account or has shown a case's code; the queries say which cases they see."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if actor_of(request) == NOBODY:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def own_page(view: View) -> View:
    """Send who reads a case for the entity to the page of their role, where it is written down what for."""

    @wraps(view)
    def guarded(request: HttpRequest, radicado: str) -> HttpResponseBase:
        actor = actor_of(request)
        if actor.kind is not ActorKind.OFFICIAL:
            return view(request, radicado)
        if cases.case_for(actor, radicado).is_owner:
            return view(request, radicado)
        is_audit = actor.is_auditor and not is_supervisor(actor)
        return redirect("auditors:story" if is_audit else "officials:case", radicado=radicado)

    return guarded


def show_code(request: HttpRequest, radicado: str, code: str) -> bool:
    """Take a case's code: from now on this browser follows that case.

    Returns:
        Whether the code is that of the case.
    """
    case_id = cases.case_by_code(radicado, code)
    if case_id is None:
        return False
    remember(request, case_id)
    return True


def remember(request: HttpRequest, case_id: UUID) -> None:
    """Let this browser follow a case that it has just filed without an account."""
    request.session[CASE_BY_CODE] = str(case_id)
