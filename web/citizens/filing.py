"""From an empty form to a radicado: fill in, keep as a draft, read it over, file."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST

from engine.commands import (
    DiscardDraft,
    FileCase,
    SaveDraft,
    SignedRequest,
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
from web.accounts.addresses import is_verified
from web.accounts.models import User
from web.citizens.consent import consent
from web.shell.kept import typed_before
from web.shell.posted import submit_id_of, tell_refused
from web.shell.sentences import Sentence

_REVIEW = "revisar"
_SAVE = "guardar"


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    schema = form_query.start_form(slug)
    if request.method == "POST":
        return _take(request, slug, schema, draft_id=None)
    form = _form(request, slug, schema, initial=_known(request))
    return form_page(request, slug, form, draft_id=None)


@login_required
@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft = cases.draft_for(actor_of(request), draft_id)
    schema = form_query.start_form(draft.slug)
    if request.method == "POST":
        return _take(request, draft.slug, schema, draft_id=draft_id)
    form = _form(request, draft.slug, schema, initial=draft.answers)
    return form_page(request, draft.slug, form, draft_id=draft_id)


@login_required
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    try:
        draft = cases.draft_for(actor_of(request), draft_id)
    except DraftNotFound:
        return already_filed(request, draft_id)
    form = read_draft(request, draft)
    if not form.is_valid():
        return form_page(request, draft.slug, form, draft_id=draft_id)
    if request.method != "POST":
        return preview_page(request, draft, form)
    if not _may_file_unsigned(request, draft):
        messages.error(request, "Este trámite se firma antes de radicar: pida su código.")
        return redirect("citizens:preview", draft_id=draft_id)
    return hand_in(request, draft, form, submit_id=submit_id_of(request))


def preview_page(
    request: HttpRequest, draft: DraftView, form: ProcedureForm, problem: Sentence | None = None
) -> HttpResponse:
    """What is about to be filed, and, where it is signed, what is accepted and how."""
    sheet = catalogue.sheet(draft.slug)
    context = {
        "ficha": sheet,
        "borrador": draft,
        "secciones": summarise(form_query.start_form(draft.slug), form.answers),
        "submit_id": uuid4(),
        "firma": None,
        "problema": problem,
    }
    user = request.user
    if sheet.is_signed_by_citizen and isinstance(user, User):
        context["firma"] = consent(user, draft, form.answers, now=clock.now())
    status = problem.status if problem else 200
    return render(request, "citizens/preview.html", context, status=status)


def read_draft(request: HttpRequest, draft: DraftView) -> ProcedureForm:
    """A draft's answers as if they were posted now, so that the same rules judge them again."""
    schema = form_query.start_form(draft.slug)
    return _form(request, draft.slug, schema, data=_as_posted(draft.answers))


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
    return form_page(request, slug, form, draft_id=kept)


def hand_in(
    request: HttpRequest,
    draft: DraftView,
    form: ProcedureForm,
    *,
    submit_id: UUID,
    signature: SignedRequest | None = None,
) -> HttpResponse:
    """File the draft and show its receipt; a repeated submit shows the same one."""
    command = FileCase(
        actor=actor_of(request),
        slug=draft.slug,
        answers=form.answers,
        draft_id=draft.id,
        submit_id=submit_id,
        signature=signature,
    )
    try:
        filed = file_case(command)
    except AnswersRefused as refused:
        tell_refused(request, refused)
        return redirect("citizens:fill", draft_id=draft.id)
    except DraftNotFound:
        return already_filed(request, draft.id)
    return redirect("citizens:receipt", radicado=filed.radicado)


def _may_file_unsigned(request: HttpRequest, draft: DraftView) -> bool:
    """A signature is asked of who has shown that the mailbox is theirs; the others still may file.

    Source: CPACA art. 15 (a petition is received whatever it lacks).
    """
    user = request.user
    if not catalogue.sheet(draft.slug).is_signed_by_citizen or not isinstance(user, User):
        return True
    return not is_verified(user)


def already_filed(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The receipt of the case that the draft became; a case keeps its draft's id."""
    for row in cases.cases_of(actor_of(request)):
        if row.id == draft_id:
            return redirect("citizens:receipt", radicado=row.radicado)
    raise DraftNotFound


def _form(
    request: HttpRequest,
    slug: str,
    schema: FormSchema,
    *,
    data: Mapping[str, Any] | None = None,
    files: MultiValueDict[str, Any] | None = None,
    initial: Mapping[str, Any] | None = None,
) -> ProcedureForm:
    context = form_query.start_context(slug)
    return build_form(
        schema,
        data=data,
        files=files,
        initial={**(initial or {}), **typed_before(request, schema, context)},
        context=context,
        owner_id=request.user.pk,
        today=clock.today(),
    )


def form_page(
    request: HttpRequest, slug: str, form: ProcedureForm, *, draft_id: UUID | None
) -> HttpResponse:
    """The form, with what is wrong in it."""
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
