"""Who answers for a value enters the next one; nobody changes what was in force."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods

from bpmn import parameters, versions
from bpmn.entity import load as load_entity
from bpmn.models import ParameterEntry
from bpmn.parameters import NewValue, ParameterRefused, ParameterRow
from bpmn.parameters.closures import closure_history
from engine.clock import BOGOTA
from engine.commands import ThrowSignal, clock, follow_calendar, throw_signal
from engine.models.actor import SYSTEM, Actor
from engine.queries.words import day_text
from web.accounts.actors import actor_of
from web.officials.access import officials_only, role_only
from web.parameters.forms import ClosureForm, ValueForm

ADMINISTRATOR = "sistemas"
_WHY_REFUSED = {
    "not-a-number": ("valor", gettext_noop("Escriba un número, por ejemplo 52.374 o 24,36.")),
    "not-the-kind": ("valor", gettext_noop("No es un valor de la misma clase que el anterior.")),
    "same-value": ("valor", gettext_noop("Ese valor ya rige desde ese día.")),
    "no-source": ("fuente", gettext_noop("Escriba qué norma o acto lo fija.")),
    "already-so": ("dia", gettext_noop("Ese día ya está así en el calendario.")),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One parameter in the list: its row in force, and what follows it."""

    row: ParameterRow
    following: ParameterRow | None
    may_edit: bool


@officials_only
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every parameter of the entity and of the published procedures."""
    actor = actor_of(request)
    of_procedures = [
        (version.sheet, list(_lines(_of_procedure(version), actor)))
        for version in versions.catalogue()
        if version.sheet.parameters
    ]
    context = {
        "de_la_entidad": list(_lines(parameters.known(settings.ENTITY), actor)),
        "de_tramites": of_procedures,
        "es_administrador": ADMINISTRATOR in actor.groups,
    }
    return render(request, "parameters/list.html", context)


@officials_only
@require_http_methods(["GET", "POST"])
def parameter(request: HttpRequest, code: str, procedure: str = "") -> HttpResponse:
    """One parameter with its history, and a form for who may enter the next value."""
    actor = actor_of(request)
    rows = _rows(code, procedure)
    may_edit = _may_edit(actor, rows[0])
    form = ValueForm(request.POST or None)
    if request.method == "POST":
        if not may_edit:
            raise Http404
        if form.is_valid() and _record(form, rows[0], actor):
            messages.success(
                request,
                _("Desde el {day} rige el nuevo valor.").format(
                    day=day_text(form.cleaned_data["desde"])
                ),
            )
            return redirect(request.path)
    context = {
        "filas": rows,
        "fila": rows[0],
        "responde": _title(rows[0].owner),
        "nombre_tramite": _procedure_name(rows[0].procedure),
        "form": form,
        "puede": may_edit,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "parameters/one.html", context, status=status)


@role_only(ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The entity's closed days; closing one moves the terms that have not expired."""
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            parameters.record_closure(
                settings.ENTITY,
                given["dia"],
                is_closed=given["cierre"] == "si",
                source=given["fuente"],
                by=actor_of(request).name,
                now=clock.now(),
            )
        except ParameterRefused as refused:
            _refuse(form, refused)
        else:
            moved = follow_calendar()
            messages.success(
                request,
                _("Quedó en el calendario. Se movieron {moved} vencimientos.").format(moved=moved),
            )
            return redirect("parameters:calendar")
    context = {
        "cierres": sorted(parameters.closures_of(settings.ENTITY)),
        "historia": closure_history(settings.ENTITY),
        "form": form,
        "hoy": clock.today(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "parameters/calendar.html", context, status=status)


def _record(form: ValueForm, before: ParameterRow, actor: Actor) -> bool:
    given = form.cleaned_data
    value = NewValue(
        text=given["valor"],
        valid_from=given["desde"],
        source=given["fuente"],
        reason=given["motivo"],
    )
    try:
        entry = parameters.record(before, value, by=actor.name, now=clock.now())
    except ParameterRefused as refused:
        _refuse(form, refused)
        return False
    _tell(entry)
    return True


def _refuse(form: ValueForm | ClosureForm, refused: ParameterRefused) -> None:
    field, why = _WHY_REFUSED[refused.code]
    form.add_error(field, _(why))


def _tell(entry: ParameterEntry) -> None:
    """Let every case that waits for news of a value hear of it (inventory E, `sig.parametro.actualizado`)."""
    news = {
        "code": entry.code,
        "value": parameters.plain_value(entry),
        "validFrom": entry.valid_from,
    }
    throw_signal(
        ThrowSignal(
            actor=SYSTEM, signal="sig.parametro.actualizado", variables=news, submit_id=uuid4()
        )
    )


def _rows(code: str, procedure: str) -> list[ParameterRow]:
    if not procedure:
        found = [row for row in parameters.known(settings.ENTITY) if row.code == code]
    else:
        version = versions.current(procedure)
        if version is None:
            raise Http404
        found = [row for row in _of_procedure(version) if row.code == code]
    if not found:
        raise Http404
    return found


def _of_procedure(version: versions.Version) -> list[ParameterRow]:
    """What the sheet says, and what officials entered since; each code's latest first."""
    owner = version.sheet.info_owner
    written: list[ParameterRow] = []
    for name, one in version.sheet.parameters.items():
        written.append(
            ParameterRow(
                code=name,
                procedure=version.slug,
                value=one.value,
                valid_from=one.valid_from or _published(version),
                valid_to=one.valid_to,
                text=one.text,
                source=one.source,
                owner=owner,
                verify=one.verify,
            )
        )
    entered = parameters.known(settings.ENTITY, version.slug)
    texts = {row.code: row for row in written}
    dressed = [
        replace(row, text=texts[row.code].text, owner=owner) for row in entered if row.code in texts
    ]
    return sorted([*dressed, *written], key=lambda row: row.code)


def _published(version: versions.Version) -> Any:
    moment = version.published_at or clock.now()
    return moment.astimezone(BOGOTA).date()


def _lines(rows: Iterable[ParameterRow], actor: Actor) -> Iterator[Line]:
    today = clock.today()
    for _code, group in groupby(rows, key=lambda row: row.code):
        ordered = list(group)
        in_force = next((row for row in ordered if row.valid_from <= today), ordered[-1])
        later = [row for row in ordered if row.valid_from > today]
        text = in_force.text or next((row.text for row in ordered if row.text), "")
        yield Line(
            row=replace(in_force, text=text),
            following=later[-1] if later else None,
            may_edit=_may_edit(actor, in_force),
        )


def _procedure_name(slug: str) -> str:
    version = versions.current(slug) if slug else None
    return version.sheet.official_name if version else slug


def _title(group: str) -> str:
    office = load_entity(settings.ENTITY).offices.get(group)
    return office.title if office else group


def _may_edit(actor: Actor, row: ParameterRow) -> bool:
    return bool(actor.groups & {row.owner, ADMINISTRATOR})
