"""The studio's addresses for the files of a draft: read, written over what was seen, moved, taken away."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bpmn import drafts
from bpmn.drafts import DraftEntryRefused, DraftPrecondition, DraftTooLarge, presence
from bpmn.models import Draft
from bpmn.package.findings import error
from bpmn.package.folder import MAX_FILE_BYTES
from engine.commands import clock
from web.analysts.answers import as_json, data_only, person_of

_PICTURES = {"png": "image/png", "jpg": "image/jpeg"}


@data_only
@require_GET
def listing(_request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The draft and its files."""
    draft = drafts.draft(draft_id)
    return as_json({"draft": _draft(draft), "files": [_file(one) for one in drafts.listing(draft)]})


@data_only
@require_http_methods(["GET", "PUT", "DELETE"])
def file(request: HttpRequest, draft_id: UUID, path: str) -> HttpResponse:
    """One file; written and taken away only over the content that its sender saw."""
    draft = drafts.draft(draft_id)
    if request.method == "PUT":
        return _save(request, draft, path)
    if request.method == "DELETE":
        seen = _seen(request)
        if seen is None:
            raise DraftPrecondition
        drafts.remove(draft, path, seen=seen, by=person_of(request), now=clock.now())
        return HttpResponse(status=204)
    state, content = drafts.read(draft, path)
    # Never as a page: what analysts write is shown by the studio, not run by the browser.
    kind = _PICTURES.get(path.rpartition(".")[2], "text/plain; charset=utf-8")
    return HttpResponse(content, content_type=kind, headers={"ETag": f'"{state.sha256}"'})


@data_only
@require_POST
def move(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Give a file another path."""
    given = _body(request)
    state = drafts.move(
        drafts.draft(draft_id),
        str(given.get("from", "")),
        str(given.get("to", "")),
        by=person_of(request),
        now=clock.now(),
    )
    return as_json(_file(state))


@data_only
@require_http_methods(["GET", "POST", "DELETE"])
def presence_of(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A sign of life, answered with who else has the draft open; DELETE when the page closes."""
    draft = drafts.draft(draft_id)
    if request.method == "DELETE":
        presence.gone(draft, person_of(request))
        return HttpResponse(status=204)
    others = presence.seen(draft, person_of(request), clock.now())
    people = [{"name": one.name, "at": one.seen_at.isoformat()} for one in others]
    return as_json({"people": people})


@data_only
@require_GET
def history(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What was done to a file (`?path=`) or to the draft, the newest first."""
    changes = drafts.history(drafts.draft(draft_id), request.GET.get("path", ""))
    found = [
        {
            "kind": one.kind,
            "path": one.path,
            "detail": one.detail,
            "revision": one.revision,
            "sha256": one.content_id,
            "by": one.by,
            "at": one.at.isoformat(),
        }
        for one in changes
    ]
    return as_json({"changes": found})


@data_only
@require_GET
def earlier(_request: HttpRequest, draft_id: UUID, revision: int, path: str) -> HttpResponse:
    """What a file held at one of its revisions."""
    content = drafts.earlier(drafts.draft(draft_id), path, revision)
    return HttpResponse(content, content_type="text/plain; charset=utf-8")


def _save(request: HttpRequest, draft: Draft, path: str) -> HttpResponse:
    seen = _seen(request)
    if int(request.headers.get("Content-Length") or 0) > MAX_FILE_BYTES:
        raise DraftTooLarge(path=path)
    state = drafts.save(
        draft, path, request.body, seen=seen, by=person_of(request), now=clock.now()
    )
    return as_json({"sha256": state.sha256, "revision": state.revision, "at": state.at.isoformat()})


def _seen(request: HttpRequest) -> str | None:
    """SHA-256 of what the sender saw last; None for a file that must be new."""
    match = request.headers.get("If-Match", "")
    if match:
        return match.strip().removeprefix("W/").strip('"')
    if request.headers.get("If-None-Match", "").strip() == "*":
        return None
    raise DraftPrecondition


def _body(request: HttpRequest) -> dict[str, object]:
    try:
        given = json.loads(request.body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise DraftEntryRefused(
            error("draft-body", "", "", "La petición no es JSON.", "Envíe un objeto JSON.")
        )
    return given


def _draft(draft: Draft) -> dict[str, object]:
    return {
        "id": str(draft.pk),
        "slug": draft.slug,
        "title": draft.title,
        "state": draft.state,
        "based_on": draft.based_on,
        "returned": draft.returned,
        "updated_at": draft.updated_at.isoformat(),
    }


def _file(state: drafts.FileState) -> dict[str, object]:
    return {
        "path": state.path,
        "sha256": state.sha256,
        "size": state.size_bytes,
        "revision": state.revision,
        "by": state.by,
        "at": state.at.isoformat(),
    }
