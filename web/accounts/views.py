"""Where people land after they sign in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from web.accounts.actors import actor_of

# First match wins; whoever has another role of the entity works in the inbox.
_DESTINATIONS = (
    ("auditor", "auditors:search"),
    ("analista-procesos", "analysts:shelf"),
    ("archivo-central", "archivists:home"),
    ("sistemas", "keys:people"),
)


@login_required
def destination(request: HttpRequest) -> HttpResponse:
    groups = actor_of(request).groups
    if not groups:
        return redirect("citizens:my_cases")
    names = [name for group, name in _DESTINATIONS if groups == {group}]
    for name in (*names, "officials:inbox"):
        try:
            return redirect(reverse(name))
        except NoReverseMatch:
            continue
    return redirect("citizens:my_cases")
