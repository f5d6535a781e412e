"""The studio's page: a whole draft in the browser. Its data come from the addresses beside it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET

from bpmn import drafts
from bpmn.models import DraftState
from web.analysts.answers import ROLE
from web.officials.access import role_only
from web.shell.middleware import CONTENT_POLICY

# The editors of bpmn.io and CodeMirror place what they draw with style attributes and <style> elements
# that no hash can name. Scripts stay ours alone; a PDF preview is a blob that this page itself made.
STUDIO_POLICY = CONTENT_POLICY.replace(
    "style-src 'self'", "style-src 'self' 'unsafe-inline'"
).replace("frame-src 'self'", "frame-src 'self' blob:")


@role_only(ROLE)
@require_GET
@ensure_csrf_cookie
def desk(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The editors of an open draft; one that is closed shows what became of it."""
    draft = drafts.draft(draft_id)
    if draft.state != DraftState.OPEN:
        return redirect("analysts:draft", draft_id=draft.pk)
    response = render(request, "analysts/studio.html", {"borrador": draft})
    response.headers["Content-Security-Policy"] = STUDIO_POLICY
    return response
