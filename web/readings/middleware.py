"""Writes down each page and file that shows somebody a case's personal data, whoever wrote the view.

A view is known by what its address names: a radicado, an item, a document or an expediente. What cannot
be written down is not shown either.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from engine import commands
from engine.models import ReadingPurpose
from engine.models.actor import Actor, ActorKind
from web.accounts.actors import actor_of

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


class ReadingLogMiddleware:
    """Adds a row for each look; the command knows which looks are the same one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if request.method == "GET" and response.status_code == 200 and match is not None:
            _write(request, match)
        return response


def _write(request: HttpRequest, match: ResolverMatch) -> None:
    named, terms = match.kwargs, _terms(request, match)
    if not terms and not {"radicado", "item_id", "document_id", "number"} & named.keys():
        return
    actor = actor_of(request)
    # A person's own pages are not counted, only the files that left the window.
    if actor.kind is ActorKind.OFFICIAL or "document_id" in named:
        _write_named(actor, match, terms)


def _terms(request: HttpRequest, match: ResolverMatch) -> str:
    """What was looked for: as the view says, or the words in the address."""
    if match.namespace not in _SEARCHING:
        return ""
    return str(getattr(request, "searched_for", "") or request.GET.get(_TERMS, "")).strip()


def _write_named(actor: Actor, match: ResolverMatch, terms: str) -> None:
    named, purpose = match.kwargs, _PURPOSES.get(match.namespace, "")
    if terms:
        commands.read_search(commands.ReadSearch(actor=actor, terms=terms, purpose=purpose))
        return
    commands.read_case(
        commands.ReadCase(
            actor=actor,
            part=_part(match),
            radicado=named.get("radicado", ""),
            expediente=named.get("number", "") if match.namespace == "archivists" else "",
            item_id=named.get("item_id"),
            document_id=named.get("document_id"),
            purpose=purpose,
        )
    )


def _part(match: ResolverMatch) -> str:
    if match.view_name in _PARTS:
        return _PARTS[match.view_name]
    if "document_id" in match.kwargs:
        return "document"
    return "item" if "item_id" in match.kwargs else "case"
