"""Versions of a procedure, the readable difference of two of them, and the end of an offer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bpmn import drafts, versions
from bpmn.drafts.findings import library
from bpmn.drafts.sharing import is_shared
from bpmn.models import Draft, ProcedureVersion, VersionState
from bpmn.package import FolderKind, FolderRefused
from bpmn.package.folder import PROCESS_FILE
from bpmn.package.pins import needs
from bpmn.versions.difference import Difference, difference
from engine.commands import clock
from engine.queries.moving import count_older
from web.analysts.answers import ROLE, person_of
from web.analysts.shared import standing_of
from web.officials.access import role_only


@role_only(ROLE)
@require_GET
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version of a procedure, the newest first."""
    rows = list(ProcedureVersion.objects.filter(slug=slug).order_by("-number"))
    if not rows:
        raise Http404
    standing = next((row for row in rows if row.state == VersionState.PUBLISHED), None)
    title = versions.history(slug)[0].sheet.official_name
    are_shared = rows[0].content.kind != FolderKind.PROCEDURE
    context = {
        "slug": slug,
        "titulo_tramite": title,
        "versiones": list(zip(rows, [*rows[1:], None], strict=True)),
        "publicada": None if are_shared else standing,
        "es_compartido": are_shared,
        "en_curso": count_older(slug, standing.digest) if standing and not are_shared else 0,
        "borradores": Draft.objects.filter(slug=slug, state="open"),
    }
    return render(request, "analysts/versions.html", context)


@role_only(ROLE)
@require_GET
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """To the difference of the two versions that somebody chose."""
    try:
        before, after = int(request.GET.get("antes", "")), int(request.GET.get("despues", ""))
    except ValueError as problem:
        raise Http404 from problem
    return redirect("analysts:difference", slug, min(before, after), max(before, after))


@role_only(ROLE)
@require_GET
def two(request: HttpRequest, slug: str, before: int, after: int) -> HttpResponse:
    """What changed from one version to another."""
    old, new = _version(slug, before), _version(slug, after)
    context = {
        "titulo_tramite": new.sheet.official_name,
        "slug": slug,
        "antes": _("Versión {number}").format(number=before),
        "despues": _("Versión {number}").format(number=after),
        "dif": _of_versions(old, new),
        "flujo_antes": reverse("analysts:version_flow", args=[slug, before]),
        "flujo_despues": reverse("analysts:version_flow", args=[slug, after]),
    }
    return render(request, "analysts/difference.html", context)


@role_only(ROLE)
@require_GET
def of_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What a draft changes, against what is published."""
    draft = drafts.draft(draft_id)
    context = {
        "titulo_tramite": draft.title,
        "slug": draft.slug,
        "borrador": draft,
        **compared(draft),
    }
    return render(request, "analysts/difference.html", context)


@role_only(ROLE)
@require_GET
def flow(_request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The diagram of one version."""
    process = versions.root_folder(_version(slug, number)).process
    if process is None:
        raise Http404
    return HttpResponse(process, content_type="application/xml")


@role_only(ROLE)
@require_POST
def retire(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer the procedure no more; running cases stay on their version."""
    if not versions.history(slug):
        raise Http404
    reason = request.POST.get("motivo", "").strip()
    if not reason:
        messages.error(request, _("Escriba por qué se deja de ofrecer."))
    elif versions.current(slug) is None:
        messages.error(request, _("Este trámite ya no se ofrecía."))
    else:
        by = person_of(request).signature
        versions.retire(slug, now=clock.now(), by=by, why=reason[:300])
        messages.success(request, _("El trámite ya no se ofrece. Los casos en curso siguen."))
    return redirect("analysts:versions", slug)


def compared(draft: Draft) -> dict[str, object]:
    """The difference between what is published and what a draft holds, as its pages show it."""
    standing = standing_of(draft)
    held = drafts.contents(draft)
    old = versions.root_folder(standing).files if standing else None
    context: dict[str, object] = {
        "antes": _("Versión {number} publicada").format(number=standing.number)
        if standing
        else _("Nada: es nuevo"),
        "despues": _("Borrador"),
        "dif": difference(old, held, pins=_pins(draft, standing)),
        "flujo_antes": "",
        "flujo_despues": "",
    }
    if standing and PROCESS_FILE in versions.root_folder(standing).files:
        place = [standing.slug, standing.number]
        context["flujo_antes"] = reverse("analysts:version_flow", args=place)
    if PROCESS_FILE in held:
        context["flujo_despues"] = reverse("analysts:draft_file", args=[draft.pk, PROCESS_FILE])
    return context


def _pins(draft: Draft, standing: versions.Version | None) -> tuple[dict[str, str], dict[str, str]]:
    before = dict(standing.pins) if standing else {}
    if is_shared(draft):
        return before, before
    try:
        used = needs(drafts.folder_of(draft), library())
    except FolderRefused:
        return before, before
    return before, {slug: folder.digest for slug, folder in used.items()}


def _of_versions(old: versions.Version, new: versions.Version) -> Difference:
    return difference(
        versions.root_folder(old).files,
        versions.root_folder(new).files,
        pins=(old.pins, new.pins),
    )


def _version(slug: str, number: int) -> versions.Version:
    try:
        return versions.numbered(slug, number)
    except versions.VersionUnknown as unknown:
        raise Http404 from unknown
