"""Who may open the desk: people with a role of the entity, whatever else they are."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from engine.commands import is_supervisor
from engine.models.actor import ActorKind
from web.accounts.actors import actor_of

type_of_view = Callable[..., HttpResponseBase]


def officials_only(view: type_of_view) -> type_of_view:
    """Send nobody to sign in, and tell a citizen that there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if actor_of(request).kind is not ActorKind.OFFICIAL:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def supervisors_only(view: type_of_view) -> type_of_view:
    """Like `officials_only`, for who supervises or repairs the engine."""

    @officials_only
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not is_supervisor(actor_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def role_only(role: str) -> Callable[[type_of_view], type_of_view]:
    """Like `officials_only`, for one role."""

    def decorate(view: type_of_view) -> type_of_view:
        @officials_only
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if role not in actor_of(request).groups:
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
