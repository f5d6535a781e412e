"""Filing without an account: where nobody has to say who they are, and forms for children.

The receipt's number and code are then the only key to the case.

Source: CPACA arts. 5 and 13 to 16; Ley 1755 de 2015; Decreto 1166 de 2016.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from bpmn.package.sheet import Sheet
from engine.commands import FileCase, clock, file_case
from engine.errors import AnswersRefused
from engine.models.actor import NOBODY, Actor
from engine.queries import catalogue
from engine.queries import forms as form_query
from forms.fields import (
    ProcedureForm,
    all_steps,
    as_posted,
    build_form,
    first_answers,
    summarise_steps,
)
from forms.fields.attached import read_ids
from forms.fields.upload import ids_of, refusal
from forms.schema import FormSchema, leaves, unrolled
from web.accounts.actors import actor_of
from web.citizens import attachments
from web.citizens.access import remember
from web.citizens.steps import (
    FILE,
    REVIEW,
    Goal,
    finish,
    goal_of,
    keep_refused,
    place_of,
    posted_answers,
    posted_step,
    recall_refused,
)
from web.shell.posted import submit_id_of, tell_refused

_ANONYMOUS = "anonimo"
_KEPT, _FILED = "solicitudes-sin-cuenta", "radicada-sin-cuenta"
DISCARD = "borrar"


@dataclass(frozen=True)
class _Visit:
    """A form that somebody fills in without an account; its answers lie in the session.

    Attributes:
        kind: which of the sheet's `start_forms`; empty for the usual one.
        answers: as `ProcedureForm.draft()` gave them.
    """

    sheet: Sheet
    kind: str
    schema: FormSchema
    answers: Mapping[str, Any]

    @property
    def key(self) -> str:
        return f"{self.sheet.slug}:{self.kind}"


@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, slug: str) -> HttpResponse:
    """The steps of the form, and at their end the page where everything is read again."""
    visit = _visit(request, slug)
    if request.method != "POST":
        return _show(request, visit)
    if request.POST.get("accion") == DISCARD:
        _keep(request, visit, None)
        return redirect(_address(visit, Goal("")))
    if request.POST.get("accion") == FILE:
        return _hand_in(request, visit)
    step = posted_step(visit.schema, request.POST)
    form = _form(request, visit, posted_answers(visit.answers, request.POST, step))
    goal = goal_of(form, request.POST, step)
    _keep(request, visit, form.draft())
    keep_refused(request, form)
    return redirect(_address(visit, goal))


def _visit(request: HttpRequest, slug: str) -> _Visit:
    kind = request.GET.get("formulario", "")
    sheet = catalogue.sheet(slug)
    if not kind and _ANONYMOUS not in sheet.eligible_applicants:
        raise Http404
    schema = form_query.start_form(slug, kind)
    kept = request.session.get(_KEPT, {}).get(f"{slug}:{kind}")
    return _Visit(sheet, kind, schema, first_answers(schema, {}) if kept is None else kept)


def _show(request: HttpRequest, visit: _Visit) -> HttpResponse:
    checked = _form(request, visit, as_posted(visit.answers))
    if request.GET.get("paso") == REVIEW:
        if not checked.is_valid():
            return redirect(_address(visit, finish(checked)))
        return _review(request, visit, checked)
    tells_errors = "corregir" in request.GET
    if tells_errors:
        recall_refused(request, checked)
    form = checked if tells_errors else _form(request, visit, None)
    context = {**_context(visit), **place_of(request, form).context}
    return render(request, "citizens/without_account.html", context)


def _hand_in(request: HttpRequest, visit: _Visit) -> HttpResponse:
    """File what was read again; or a form that was sent whole, as other programs do."""
    submit_id = submit_id_of(request)
    filed_before = request.session.get(_FILED, {}).get(str(submit_id))
    if filed_before:
        return redirect("citizens:receipt", radicado=filed_before)
    is_whole = any(name in request.POST for name in _names(visit.schema))
    form = _form(request, visit, request.POST if is_whole else as_posted(visit.answers))
    if not form.is_valid():
        _keep(request, visit, form.draft())
        keep_refused(request, form)
        return redirect(_address(visit, finish(form)))
    try:
        filed = file_case(_command(request, visit, form, submit_id))
    except AnswersRefused as error:
        tell_refused(request, error)
        return redirect(_address(visit, Goal("")))
    _keep(request, visit, None)
    request.session[_FILED] = {str(submit_id): filed.radicado}
    if not request.user.is_authenticated:
        remember(request, filed.case_id)
    return redirect("citizens:receipt", radicado=filed.radicado)


def _review(request: HttpRequest, visit: _Visit, form: ProcedureForm) -> HttpResponse:
    context = {
        **_context(visit),
        "partes": summarise_steps(visit.schema, form.answers),
        "submit_id": uuid4(),
    }
    return render(request, "citizens/without_account_review.html", context)


def _context(visit: _Visit) -> dict[str, Any]:
    return {"ficha": visit.sheet, "tipo": visit.kind, "destino": _address(visit, Goal(""))}


def _names(schema: FormSchema) -> set[str]:
    return {name for step in all_steps(schema.components) for name in step.names}


def _address(visit: _Visit, goal: Goal) -> str:
    query = "&".join(
        part
        for part in (urlencode({"formulario": visit.kind}) if visit.kind else "", goal.query)
        if part
    )
    address = reverse("citizens:without_account", args=[visit.sheet.slug])
    return f"{address}?{query}" if query else address


def _keep(request: HttpRequest, visit: _Visit, answers: dict[str, Any] | None) -> None:
    """Remember the answers in this browser's session, or (None) forget them."""
    kept = dict(request.session.get(_KEPT, {}))
    kept.pop(visit.key, None)
    request.session[_KEPT] = kept if answers is None else kept | {visit.key: answers}
    for leaf in leaves(unrolled(visit.schema.components)):
        named = (answers or {}).get(leaf.name) if leaf.type == "filepicker" else None
        for upload_id in read_ids(ids_of(named)):
            attachments.remember(request, upload_id)


def _command(request: HttpRequest, visit: _Visit, form: ProcedureForm, submit_id: UUID) -> FileCase:
    return FileCase(
        actor=_who(request),
        slug=visit.sheet.slug,
        answers=form.answers,
        submit_id=submit_id,
        form=visit.kind,
    )


def _who(request: HttpRequest) -> Actor:
    """Whoever is signed in files as themselves; another case's code gives nobody a name."""
    return actor_of(request) if request.user.is_authenticated else NOBODY


def _files(request: HttpRequest) -> MultiValueDict[str, Any]:
    """What the page sent of files, within the limits of who has no account."""
    sent = sum(len(files) for _name, files in request.FILES.lists())
    if not sent or attachments.may_attach(request, sent):
        return request.FILES
    messages.error(request, refusal("too-many"))
    return MultiValueDict()


def _form(
    request: HttpRequest, visit: _Visit, data: MultiValueDict[str, Any] | None
) -> ProcedureForm:
    """The form with these answers to be checked, or (None) to be filled in."""
    return build_form(
        visit.schema,
        data=data,
        files=_files(request) if data is not None else None,
        initial=None if data is not None else visit.answers,
        context=form_query.start_context(visit.sheet.slug),
        owner_id=request.user.pk,
        today=clock.today(),
    )
