"""Writes down each page and file that shows somebody a case's personal data, whoever wrote the view.

A view is known by what its address names: a radicado, an item, a document or an expediente. What cannot
be written down is not shown either.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse

from engine import commands
from engine.models import ReadingPurpose
from engine.models.actor import Actor, ActorKind
from web.accounts.actors import actor_of
from web.auditors.search import searched_for

_PARTS = {
    "auditors:story": "story",
    "auditors:package": "package",
    "auditors:evidence": "evidence",
    "auditors:proof": "proof",
    "archivists:package": "package",
}
_PURPOSES = {"auditors": ReadingPurpose.AUDIT, "archivists": ReadingPurpose.ARCHIVE}
_SEARCHING = ("officials", "auditors", "archivists")
_TERMS = "q"
# Where an auditor says for what they read.
_ABOUT_PURPOSES = ("purpose", "close_purpose")


class ReadingLogMiddleware:
    """Adds a row for each look; the command knows which looks are the same one.

    An auditor is asked first for what they read, where they have not said it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if request.method == "GET" and response.status_code == 200 and match is not None:
            _write(request, match)
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Send an auditor to say for what they read, and from there back to where they were going."""
        match, actor = request.resolver_match, actor_of(request)
        if match is None or not actor.is_auditor or request.method not in ("GET", "HEAD"):
            return None
        if match.namespace == "auditors" and match.url_name in _ABOUT_PURPOSES:
            return None
        reading = _reading(request, actor, match)
        lacking = commands.lacking_purpose(reading) if reading else None
        if lacking is None:
            return None
        asked = urlencode({"radicado": lacking, "siguiente": request.get_full_path()})
        return redirect(f"{reverse('auditors:purpose')}?{asked}")


def _write(request: HttpRequest, match: ResolverMatch) -> None:
    reading = _reading(request, actor_of(request), match)
    if isinstance(reading, commands.ReadSearch):
        commands.read_search(reading)
    elif reading is not None:
        commands.read_case(reading)


def _reading(
    request: HttpRequest, actor: Actor, match: ResolverMatch
) -> commands.ReadCase | commands.ReadSearch | None:
    """What the page shows of people's data; None where it shows none, or their own."""
    named, purpose = match.kwargs, _PURPOSES.get(match.namespace, "")
    if terms := _terms(request, match):
        return commands.ReadSearch(actor=actor, terms=terms, purpose=purpose)
    if not {"radicado", "item_id", "document_id", "number"} & named.keys():
        return None
    # A person's own pages are not counted, only the files that left the window.
    if actor.kind is not ActorKind.OFFICIAL and "document_id" not in named:
        return None
    return commands.ReadCase(
        actor=actor,
        part=_part(match),
        radicado=named.get("radicado", ""),
        expediente=named.get("number", "") if match.namespace == "archivists" else "",
        item_id=named.get("item_id"),
        document_id=named.get("document_id"),
        purpose=purpose,
    )


def _terms(request: HttpRequest, match: ResolverMatch) -> str:
    """What is looked for: for auditors by list, or the words in the address."""
    if match.namespace not in _SEARCHING:
        return ""
    if match.view_name == "auditors:search":
        return searched_for(request)
    return request.GET.get(_TERMS, "").strip()


def _part(match: ResolverMatch) -> str:
    if match.view_name in _PARTS:
        return _PARTS[match.view_name]
    if "document_id" in match.kwargs:
        return "document"
    return "item" if "item_id" in match.kwargs else "case"
