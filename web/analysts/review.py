"""A draft goes to a second person, who publishes it or sends it back with a reason."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bpmn import drafts
from bpmn.drafts import DraftNotReady, DraftReasonMissing, DraftSameAuthor, sharing
from bpmn.drafts import review as rules
from bpmn.drafts.findings import readiness
from bpmn.models import Draft, DraftState
from engine.commands import clock
from web.analysts import shared
from web.analysts.answers import ROLE, person_of
from web.analysts.comparing import compared
from web.officials.access import role_only
from web.shell.sentences import sentence_for


@role_only(ROLE)
@require_POST
def submit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Hand a draft in."""
    draft = drafts.draft(draft_id)
    try:
        rules.submit(draft, by=person_of(request), now=clock.now())
    except DraftNotReady as refused:
        messages.error(request, sentence_for(refused).happened)
        return redirect("analysts:draft", draft_id)
    messages.success(request, _("Pasó a revisión. Otra persona lo publica o lo devuelve."))
    return redirect("analysts:review", draft_id)


@role_only(ROLE)
@require_GET
def page(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What a draft in review changes, for who decides on it."""
    return _page(request, drafts.draft(draft_id))


@role_only(ROLE)
@require_POST
def publish(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Make it the version that new cases start on."""
    draft = drafts.draft(draft_id)
    try:
        if sharing.is_shared(draft):
            return _publish_shared(request, draft)
        version = rules.publish(draft, by=person_of(request), now=clock.now())
    except DraftSameAuthor as refused:
        sentence = sentence_for(refused)
        messages.error(request, f"{sentence.happened} {sentence.next_step}")
        return redirect("analysts:review", draft_id)
    messages.success(
        request,
        _("Se publicó la versión {number}. Los casos nuevos empiezan en ella.").format(
            number=version.number
        ),
    )
    return redirect("analysts:versions", draft.slug)


@role_only(ROLE)
@require_POST
def send_back(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Let its authors go on."""
    draft = drafts.draft(draft_id)
    reason = request.POST.get("motivo", "")
    try:
        rules.send_back(draft, reason, by=person_of(request), now=clock.now())
    except DraftReasonMissing:
        return _page(request, draft, error=_("Escriba qué se debe corregir."))
    messages.success(
        request, _("Se devolvió con su motivo. Sus autores lo pueden cambiar otra vez.")
    )
    return redirect("analysts:drafts")


def _publish_shared(request: HttpRequest, draft: Draft) -> HttpResponse:
    refused = shared.publish(request, draft)
    if refused:
        return _page(request, draft, refused=refused)
    return redirect("analysts:shared_one", draft.slug)


def _page(
    request: HttpRequest,
    draft: Draft,
    *,
    error: str = "",
    refused: Mapping[str, tuple[str, ...]] | None = None,
) -> HttpResponse:
    standing = shared.standing_of(draft)
    chosen = request.POST.getlist("tramite") if refused else None
    is_stale = standing is not None and standing.digest != draft.based_on
    context = {
        "titulo_tramite": draft.title,
        "slug": draft.slug,
        "borrador": draft,
        "en_revision": draft.state == DraftState.IN_REVIEW,
        "es_autor": person_of(request).id in rules.authors(draft),
        "publicada": standing,
        "cambio_lo_publicado": is_stale,
        "error_motivo": error,
        "avisos": readiness(draft).warnings,
        "negados": shared.refusals(refused or {}),
        **shared.uses_of(draft, chosen=chosen),
        **compared(draft),
    }
    status = 422 if error or refused else 200
    return render(request, "analysts/review.html", context, status=status)
