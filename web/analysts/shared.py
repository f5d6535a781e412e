"""Pages of what many procedures share: who uses each folder, and a draft of the next version of one."""

from collections.abc import Collection, Mapping
from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bpmn import drafts, versions
from bpmn.drafts import DraftUsesRefused, sharing
from bpmn.models import Draft, DraftState
from bpmn.versions import VersionUnknown
from bpmn.versions.sharing import current_shared, shared_library, using
from engine.commands import clock
from web.analysts.answers import ROLE, person_of
from web.analysts.finding_words import said
from web.analysts.rehearsals import scenario_of
from web.officials.access import role_only


@role_only(ROLE)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every shared folder, and how many published procedures stand on it."""
    pinned = list(chain.from_iterable(version.pins for version in versions.catalogue()))
    rows = [(folder, pinned.count(slug)) for slug, folder in sorted(shared_library().items())]
    return render(request, "analysts/shared.html", {"carpetas": rows})


@role_only(ROLE)
@require_GET
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them: which procedures pin it, in which version, and its drafts."""
    folder = shared_library().get(slug)
    if folder is None:
        raise Http404
    context = {
        "slug": slug,
        "ficha": folder.sheet,
        "publicada": current_shared(slug),
        "usos": [(one, one.pins[slug] == folder.digest) for one in using(slug)],
        "partes": sorted(folder.files),
        "borradores": Draft.objects.filter(
            slug=slug, state__in=[DraftState.OPEN, DraftState.IN_REVIEW]
        ),
    }
    return render(request, "analysts/shared_one.html", context)


@role_only(ROLE)
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """A draft of its next version."""
    try:
        draft = drafts.from_shared(slug, by=person_of(request), now=clock.now())
    except VersionUnknown as unknown:
        raise Http404 from unknown
    return redirect("analysts:studio", draft.pk)


def standing_of(draft: Draft) -> versions.Version | None:
    """The version that the draft would take the place of."""
    if sharing.is_shared(draft):
        return current_shared(draft.slug)
    return versions.current(draft.slug)


def uses_of(draft: Draft, *, chosen: Collection[str] | None = None) -> dict[str, Any]:
    """What the pages of a draft of something shared say of the procedures on it; nothing for others."""
    if not sharing.is_shared(draft):
        return {"es_compartido": False}
    rows = sharing.rehearsed(draft)
    return {
        "es_compartido": True,
        "usos": [_row(one, chosen) for one in rows],
        "usos_listos": all(one.is_green for one in rows),
    }


def publish(request: HttpRequest, draft: Draft) -> Mapping[str, tuple[str, ...]]:
    """Publish it with the procedures that were ticked; gives what kept which of them from it.

    Raises:
        DraftSameAuthor: the person wrote something in it.
    """
    chosen = frozenset(request.POST.getlist("tramite"))
    try:
        done = sharing.publish(draft, chosen, by=person_of(request), now=clock.now())
    except DraftUsesRefused as refused:
        return refused.refused
    number = done.version.number
    messages.success(request, _("Se publicó la versión {number}.").format(number=number))
    for one in done.renewed:
        text = _("«{name}»: se publicó su versión {number} con ella.")
        messages.success(request, text.format(name=one.sheet.official_name, number=one.number))
    for one in done.left:
        text = _("«{name}»: sigue en su versión {number}, con la anterior.")
        messages.info(request, text.format(name=one.sheet.official_name, number=one.number))
    return {}


def refusals(refused: Mapping[str, tuple[str, ...]]) -> list[tuple[str, list[str]]]:
    """What kept each procedure from it, as its page says it."""
    names = {one.slug: one.sheet.official_name for one in versions.catalogue()}
    return [(names.get(slug, slug), list(map(said, why))) for slug, why in sorted(refused.items())]


def _row(one: sharing.Rehearsed, chosen: Collection[str] | None) -> dict[str, Any]:
    return {
        "version": one.version,
        "hechos": one.done,
        "total": one.total,
        "bien": one.passed,
        "verde": one.is_green,
        "marcado": one.version.slug in chosen if chosen is not None else one.is_green,
        "fallas": [scenario_of(result) for result in one.failures[:10]],
    }
