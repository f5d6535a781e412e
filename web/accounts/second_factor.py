"""Whoever holds a role of the entity signs in with a second factor; this leads who has none to set it up."""

from collections.abc import Callable
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from web.accounts.actors import actor_of
from web.accounts.models import SecondFactorReset, User
from web.shell.pages import whole_page_redirect

# What one needs to sign in, to sign out and to set the second factor up.
_OPEN = ("account_login", "account_logout", "account_reauthenticate", "mfa_")


def has_second_factor(user: User) -> bool:
    """Whether signing in asks for more than the password; recovery codes alone do not count."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(is_mfa_enabled(user, types))


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether somebody works for the entity here and could be anybody who knows the password."""
    user = getattr(request, "user", None)
    if not settings.REQUIRE_SECOND_FACTOR or not isinstance(user, User):
        return False
    return bool(actor_of(request).groups) and not has_second_factor(user)


class SecondFactorMiddleware:
    """Opens nothing but the set-up to an official without a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name.startswith(_OPEN) or not lacks_second_factor(request):
            return None
        return whole_page_redirect(request, reverse("mfa_activate_totp"))


@transaction.atomic
def reset_second_factor(user: User, *, reason: str, by: User | None, now: datetime) -> bool:
    """Take a lost second factor away, so that the person sets up another one; the act is kept.

    Args:
        user: who lost it.
        reason: how it was made sure that it is the person who asks.
        by: who does it; None from the shell.
        now: when.

    Returns:
        Whether there was one.
    """
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if removed:
        SecondFactorReset.objects.create(user=user, by=by, reason=reason, at=now)
    return bool(removed)
