"""Pages of drafts: the list, a new one, what one holds, and its zip. The rules are those of `bpmn.drafts`."""

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bpmn import drafts, versions
from bpmn.drafts import DraftClosed, DraftSlugRefused, FileState
from bpmn.drafts.findings import readiness
from bpmn.drafts.templates import files_of, templates
from bpmn.entity import load as load_entity
from bpmn.models import Draft, DraftState
from bpmn.package import FolderRefused
from engine.commands import clock
from web.analysts.answers import ROLE, person_of
from web.analysts.draft_forms import FromTemplateForm, FromVersionForm, FromZipForm
from web.analysts.finding_words import said
from web.analysts.rehearsals import last_of
from web.analysts.shared import uses_of
from web.officials.access import role_only

_TITLES = (
    ("", gettext_noop("Ficha y flujo")),
    ("forms", gettext_noop("Formularios")),
    ("decisions", gettext_noop("Tablas de decisión")),
    ("documents", gettext_noop("Documentos")),
    ("messages", gettext_noop("Mensajes")),
    ("scenarios", gettext_noop("Escenarios")),
)


@role_only(ROLE)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Drafts that are worked on, and what waits for a second person."""
    return _listing(request)


@role_only(ROLE)
@require_http_methods(["POST"])
def make(request: HttpRequest) -> HttpResponse:
    """A new draft from what is published, or from a zip."""
    if "zip" in request.FILES or request.POST.get("de") == "zip":
        return _from_zip(request)
    form = FromVersionForm(request.POST)
    if not form.is_valid():
        return _listing(request, version_form=form)
    version = versions.current(form.cleaned_data["tramite"])
    if version is None:
        form.add_error("tramite", _("Ese trámite ya no está publicado. Elija otro."))
        return _listing(request, version_form=form)
    return _open(drafts.from_version(version, by=person_of(request), now=clock.now()))


@role_only(ROLE)
@require_http_methods(["GET", "POST"])
def make_new(request: HttpRequest) -> HttpResponse:
    """A draft of a procedure that did not exist, from a template."""
    entity = load_entity(settings.ENTITY)
    form = FromTemplateForm(request.POST or None, entity=entity)
    if request.method == "POST" and form.is_valid():
        new, chosen = form.new_procedure(), form.cleaned_data["plantilla"]
        draft = drafts.from_template(
            files_of(chosen, new, entity),
            slug=new.slug,
            origin=next(f"Plantilla «{one.title}»" for one in templates() if one.id == chosen),
            by=person_of(request),
            now=clock.now(),
        )
        messages.success(
            request,
            _("El trámite ya radica, decide, firma y archiva. Cámbielo y ensáyelo otra vez."),
        )
        return redirect("analysts:draft", draft.pk)
    status = 422 if form.is_bound else 200
    return render(request, "analysts/draft_new.html", {"form": form}, status=status)


@role_only(ROLE)
@require_GET
def overview(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What a draft holds, and what was done to it."""
    draft = drafts.draft(draft_id)
    ready = readiness(draft)
    context = {
        "borrador": draft,
        "listo": ready,
        "ensayo": last_of(ready.rehearsal),
        "partes": list(_parts(drafts.listing(draft))),
        "historia": list(draft.changes.exclude(kind="created", path__gt="")[:30]),
        "abierto": draft.state == DraftState.OPEN,
        **uses_of(draft),
    }
    return render(request, "analysts/draft.html", context)


@role_only(ROLE)
@require_POST
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Nobody goes on with it."""
    draft = drafts.draft(draft_id)
    drafts.discard(draft, by=person_of(request), now=clock.now())
    messages.success(request, _("Se descartó el borrador de «{title}».").format(title=draft.title))
    return redirect("analysts:drafts")


@role_only(ROLE)
@require_GET
def export(_request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The draft as a zip."""
    draft = drafts.draft(draft_id)
    headers = {"Content-Disposition": f'attachment; filename="{draft.slug}.zip"'}
    return HttpResponse(drafts.to_zip(draft), content_type="application/zip", headers=headers)


def _parts(listed: list[FileState]) -> Iterator[tuple[str, bool, list[FileState]]]:
    """Files by what they are for; the many scenarios stay folded."""
    for folder, title in _TITLES:
        found = [one for one in listed if one.path.rpartition("/")[0] == folder]
        if found:
            yield _(title), folder != "scenarios", found


def _from_zip(request: HttpRequest) -> HttpResponse:
    form = FromZipForm(request.POST, request.FILES)
    if not form.is_valid():
        return _listing(request, zip_form=form)
    sent = form.cleaned_data["zip"]
    try:
        draft = drafts.from_zip(sent.read(), name=sent.name, by=person_of(request), now=clock.now())
    except FolderRefused as refused:
        for finding in refused.findings[:10]:
            form.add_error("zip", f"{said(finding.message)} {said(finding.remedy)}")
        return _listing(request, zip_form=form)
    except DraftSlugRefused as refused:
        form.add_error("zip", _("«{slug}» no es un nombre. {why}").format(**refused.data))
        return _listing(request, zip_form=form)
    return _open(draft)


def _open(draft: Draft) -> HttpResponse:
    if draft.state != DraftState.OPEN:
        raise DraftClosed
    return redirect("analysts:studio", draft.pk)


def _listing(
    request: HttpRequest,
    *,
    version_form: FromVersionForm | None = None,
    zip_form: FromZipForm | None = None,
) -> HttpResponse:
    known = Draft.objects.all()
    context = {
        "abiertos": known.filter(state=DraftState.OPEN),
        "en_revision": known.filter(state=DraftState.IN_REVIEW).select_related("version"),
        "de_tramite": version_form or FromVersionForm(),
        "de_zip": zip_form or FromZipForm(),
    }
    is_wrong = bool(version_form or zip_form)
    return render(request, "analysts/drafts.html", context, status=422 if is_wrong else 200)
