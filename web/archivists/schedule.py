"""The TRD's pages: what is in force, drafts and their series, approval by another person, differences."""

from typing import Any
from uuid import UUID

from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from archive.models import ArchiveEvent, ScheduleLine, ScheduleStatus, ScheduleVersion
from archive.records import ledger, versions
from archive.records.adopted import version_in_force
from archive.records.differences import differences
from archive.records.ledger import chain_of_version
from web.archivists.access import archivists_only, moment, today, tried, who
from web.archivists.forms import AdoptionForm, LineForm, VersionForm
from web.archivists.words import told
from web.shell.downloads import file_response
from web.shell.spreadsheets import table

_FIELD_NAMES = {
    "unit": gettext_noop("Dependencia"),
    "series": gettext_noop("Serie"),
    "subseries": gettext_noop("Subserie"),
    "management_years": gettext_noop("Años en gestión"),
    "central_years": gettext_noop("Años en central"),
    "disposition": gettext_noop("Disposición"),
    "procedure": gettext_noop("Procedimiento"),
    "legal_basis": gettext_noop("Normas"),
}
_KIND_NAMES = {
    "added": gettext_noop("Nueva"),
    "removed": gettext_noop("Se quita"),
    "changed": gettext_noop("Cambia"),
}
_COLUMNS = (
    "codigo",
    "dependencia",
    "serie",
    "subserie",
    "gestion",
    "central",
    "disposicion",
    "procedimiento",
    "normas",
)


@archivists_only
@require_http_methods(["GET", "POST"])
def schedule(request: HttpRequest) -> HttpResponse:
    form = VersionForm(request.POST or None)
    current = version_in_force(today())
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if tried(
            request,
            lambda: versions.draft(name, who(request), based_on=current, now=moment()),
            _(
                "Empezó la versión {name} con las series de la vigente. Cambie lo que haga falta."
            ).format(name=name),
        ):
            draft = ScheduleVersion.objects.get(name=name)
            return redirect("archivists:version", version_id=draft.id)
    context = {
        "current": current,
        "lines": current.lines.all() if current else [],
        "versions": [(version, state_text(version)) for version in ScheduleVersion.objects.all()],
        "form": form,
    }
    return render(request, "archivists/schedule.html", context, status=_status(form))


@archivists_only
@require_GET
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    return render(request, "archivists/version.html", _context(request, _version(version_id)))


@archivists_only
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, version_id: UUID, line_id: int | None = None) -> HttpResponse:
    draft = _version(version_id)
    kept = draft.lines.filter(pk=line_id).first() if line_id else None
    if draft.status != ScheduleStatus.DRAFT or (line_id and kept is None):
        raise Http404
    shown = model_to_dict(kept) if kept else {"unit": "", "is_digitised": False}
    form = LineForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if tried(
            request,
            lambda: versions.write_line(
                version_id, values, who(request), line_id=line_id, now=moment()
            ),
            _("Guardó la serie {series}.").format(series=values["code"]),
        ):
            return redirect("archivists:version", version_id=version_id)
    context = {"version": draft, "line": kept, "form": form}
    return render(request, "archivists/line.html", context, status=_status(form))


@archivists_only
@require_POST
def remove_line(request: HttpRequest, version_id: UUID, line_id: int) -> HttpResponse:
    kept = ScheduleLine.objects.filter(pk=line_id, version_id=version_id).first()
    if kept is None:
        raise Http404
    tried(
        request,
        lambda: versions.remove_line(version_id, line_id, who(request), now=moment()),
        _("Quitó la serie {series} de este borrador.").format(series=kept.code),
    )
    return redirect("archivists:version", version_id=version_id)


@archivists_only
@require_POST
def submit(request: HttpRequest, version_id: UUID) -> HttpResponse:
    tried(
        request,
        lambda: versions.submit(version_id, who(request), now=moment()),
        _("Pidió la revisión. Otra persona del archivo la aprueba o la devuelve."),
    )
    return redirect("archivists:version", version_id=version_id)


@archivists_only
@require_POST
def send_back(request: HttpRequest, version_id: UUID) -> HttpResponse:
    tried(
        request,
        lambda: versions.send_back(version_id, who(request), now=moment()),
        _("Devolvió la versión a borrador."),
    )
    return redirect("archivists:version", version_id=version_id)


@archivists_only
@require_POST
def adopt(request: HttpRequest, version_id: UUID) -> HttpResponse:
    form, row = AdoptionForm(request.POST), _version(version_id)
    if not form.is_valid():
        context = _context(request, row) | {"adoption_form": form}
        return render(request, "archivists/version.html", context, status=422)
    tried(
        request,
        lambda: versions.adopt(version_id, who(request), **form.cleaned_data, now=moment()),
        _("Aprobó la versión {name}.").format(name=row.name),
    )
    return redirect("archivists:version", version_id=version_id)


@archivists_only
@require_GET
def as_csv(request: HttpRequest, version_id: UUID) -> HttpResponse:
    row = _version(version_id)
    lines = [_COLUMNS, *map(_csv_row, row.lines.all())]
    file = table(f"trd-{row.name}.csv".replace("/", "-"), lines)
    return file_response(file, inline=False)


@archivists_only
@require_GET
def compare(request: HttpRequest, version_id: UUID) -> HttpResponse:
    newer = _version(version_id)
    others = ScheduleVersion.objects.exclude(pk=newer.pk)
    older = newer.based_on or others.first()
    if chosen := request.GET.get("con", ""):
        older = next((other for other in others if str(other.pk) == chosen), None)
        if older is None:
            raise Http404
    changes = [
        (
            change,
            _(_KIND_NAMES[change.kind]),
            [(_(_FIELD_NAMES[name]), before, after) for name, before, after in change.fields],
        )
        for change in differences(older, newer)
    ]
    context = {"version": newer, "older": older, "others": others, "changes": changes}
    return render(request, "archivists/compare.html", context)


def state_text(row: ScheduleVersion) -> str:
    """Where a version stands today."""
    if row.status != ScheduleStatus.ADOPTED:
        return _(str(ScheduleStatus(row.status).label))
    current = version_in_force(today())
    if current is not None and current.pk == row.pk:
        return _("Vigente")
    is_later = row.valid_from is not None and row.valid_from > today()
    return _("Adoptada, aún no rige") if is_later else _("Reemplazada")


def _csv_row(kept: ScheduleLine) -> list[object]:
    return [
        kept.code,
        kept.unit,
        kept.series,
        kept.subseries,
        kept.management_years,
        kept.central_years,
        kept.disposition_text,
        kept.procedure,
        kept.legal_basis,
    ]


def _version(version_id: UUID) -> ScheduleVersion:
    row = ScheduleVersion.objects.filter(pk=version_id).select_related("based_on").first()
    if row is None:
        raise Http404
    return row


def _context(request: HttpRequest, row: ScheduleVersion) -> dict[str, Any]:
    chain = chain_of_version(row.name)
    events = ArchiveEvent.objects.filter(chain=chain)
    mine = events.exclude(kind="schedule.sent-back").filter(actor_id=who(request).id)
    return {
        "version": row,
        "state_text": state_text(row),
        "lines": row.lines.all(),
        "is_draft": row.status == ScheduleStatus.DRAFT,
        "is_in_review": row.status == ScheduleStatus.IN_REVIEW,
        "may_adopt": row.status == ScheduleStatus.IN_REVIEW and not mine.exists(),
        "adoption_form": AdoptionForm(initial={"adopted_on": today(), "valid_from": today()}),
        "events": [(event, told(event)) for event in events],
        "broken": ledger.broken_links(chain),
        "changes": len(differences(row.based_on, row)) if row.based_on else None,
    }


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
