"""From an empty form to a radicado: fill in, keep as a draft, read it over, file."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST

from engine.clock import BOGOTA
from engine.commands import (
    DiscardDraft,
    FileCase,
    SaveDraft,
    clock,
    discard_draft,
    file_case,
    save_draft,
)
from engine.errors import AnswersRefused, DraftNotFound
from engine.queries import cases, catalogue
from engine.queries import forms as form_query
from engine.queries.cases import DraftView
from forms.fields import ProcedureForm, build_form, summarise
from forms.fields.upload import KEPT
from forms.schema import FormSchema
from web.accounts.actors import actor_of
from web.accounts.models import User

_REVIEW = "revisar"
_SAVE = "guardar"


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    schema = form_query.start_form(slug)
    if request.method == "POST":
        return _take(request, slug, schema, draft_id=None)
    form = _form(request, slug, schema, initial=_known(request))
    return _form_page(request, slug, form, draft_id=None)


@login_required
@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft = cases.draft_for(actor_of(request), draft_id)
    schema = form_query.start_form(draft.slug)
    if request.method == "POST":
        return _take(request, draft.slug, schema, draft_id=draft_id)
    form = _form(request, draft.slug, schema, initial=draft.answers)
    return _form_page(request, draft.slug, form, draft_id=draft_id)


@login_required
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    try:
        draft = cases.draft_for(actor_of(request), draft_id)
    except DraftNotFound:
        return _already_filed(request, draft_id)
    schema = form_query.start_form(draft.slug)
    form = _form(request, draft.slug, schema, data=_as_posted(draft.answers))
    if not form.is_valid():
        return _form_page(request, draft.slug, form, draft_id=draft_id)
    if request.method == "POST":
        return _file(request, draft, form)
    context = {
        "ficha": catalogue.sheet(draft.slug),
        "borrador": draft,
        "secciones": summarise(schema, form.answers),
        "submit_id": uuid4(),
    }
    return render(request, "citizens/preview.html", context)


@login_required
@require_POST
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    discard_draft(DiscardDraft(actor=actor_of(request), draft_id=draft_id))
    messages.success(request, "Eliminamos el borrador.")
    return redirect("citizens:my_cases")


def _take(
    request: HttpRequest, slug: str, schema: FormSchema, *, draft_id: UUID | None
) -> HttpResponse:
    """Keep what came, whatever it is worth, and go where the pressed button says."""
    form = _form(request, slug, schema, data=request.POST, files=request.FILES)
    is_valid = form.is_valid()
    kept = save_draft(
        SaveDraft(actor=actor_of(request), slug=slug, answers=form.draft(), draft_id=draft_id)
    )
    action = request.POST.get("accion", _REVIEW)
    if action == _SAVE:
        messages.success(request, "Guardamos su borrador. Puede seguir cuando quiera.")
    if action != _REVIEW:
        return redirect("citizens:fill", draft_id=kept)
    if is_valid:
        return redirect("citizens:preview", draft_id=kept)
    return _form_page(request, slug, form, draft_id=kept)


def _file(request: HttpRequest, draft: DraftView, form: ProcedureForm) -> HttpResponse:
    command = FileCase(
        actor=actor_of(request),
        slug=draft.slug,
        answers=form.answers,
        draft_id=draft.id,
        submit_id=_submit_id(request),
    )
    try:
        filed = file_case(command)
    except AnswersRefused as refused:
        for sentences in refused.errors.values():
            for sentence in sentences:
                messages.error(request, sentence)
        return redirect("citizens:fill", draft_id=draft.id)
    except DraftNotFound:
        return _already_filed(request, draft.id)
    return redirect("citizens:receipt", radicado=filed.radicado)


def _already_filed(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The receipt of the case that the draft became; a case keeps its draft's id."""
    for row in cases.cases_of(actor_of(request)):
        if row.id == draft_id:
            return redirect("citizens:receipt", radicado=row.radicado)
    raise DraftNotFound


def _submit_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("submit_id", ""))
    except ValueError:
        return uuid4()


def _form(
    request: HttpRequest,
    slug: str,
    schema: FormSchema,
    *,
    data: Mapping[str, Any] | None = None,
    files: MultiValueDict[str, Any] | None = None,
    initial: Mapping[str, Any] | None = None,
) -> ProcedureForm:
    return build_form(
        schema,
        data=data,
        files=files,
        initial=initial,
        context=form_query.start_context(slug),
        owner_id=request.user.pk,
        today=_today(),
    )


def _form_page(
    request: HttpRequest, slug: str, form: ProcedureForm, *, draft_id: UUID | None
) -> HttpResponse:
    context = {"ficha": catalogue.sheet(slug), "form": form, "borrador_id": draft_id}
    return render(request, "citizens/form.html", context)


def _as_posted(answers: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """A draft as the page would post it, so that the same rules judge it again."""
    posted: MultiValueDict[str, Any] = MultiValueDict()
    for name, value in answers.items():
        if not value:
            continue
        posted.setlist(name, value if isinstance(value, list) else [value])
        posted.setlist(f"{name}{KEPT}", posted.getlist(name))
    return posted


def _known(request: HttpRequest) -> dict[str, Any]:
    """What the account already says is not asked again (Decreto Ley 19 de 2012, art. 6)."""
    user = request.user
    if not isinstance(user, User):
        return {}
    return {
        "applicant.doc_type": user.doc_type,
        "applicant.doc_number": user.doc_number,
        "applicant.first_names": user.first_name,
        "applicant.last_names": user.last_name,
        "applicant.email": user.email,
        "applicant.mobile": user.mobile,
    }


def _today() -> date:
    return clock.now().astimezone(BOGOTA).date()
