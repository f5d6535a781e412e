"""From an empty form to a radicado: fill in, keep as a draft, read it over, file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
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
from forms.fields import (
    ProcedureForm,
    all_steps,
    as_posted,
    build_form,
    first_answers,
    summarise_steps,
)
from forms.schema import FormSchema
from web.accounts.actors import actor_of
from web.accounts.addresses import is_verified
from web.accounts.models import User
from web.citizens.consent import consent
from web.citizens.steps import (
    REVIEW,
    SAVE,
    Goal,
    finish,
    goal_of,
    keep_refused,
    place_of,
    posted_answers,
    posted_step,
    recall_refused,
)
from web.shell.kept import kept_for, typed_before
from web.shell.posted import submit_id_of, tell_refused, uuid_of
from web.shell.sentences import Sentence

_BEGUN = "borradores-empezados"


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """The first step of a new draft; coming back to it leads to the draft that it became."""
    schema = form_query.start_form(slug)
    first = first_answers(schema, _known(request))
    if request.method == "POST":
        return _take(request, _Draft(slug, schema, first))
    begun = _begun_here(request, slug)
    if begun is not None and kept_for(request) is None:
        return _to(begun, Goal(all_steps(schema.components)[0].key))
    return form_page(request, slug, _form(request, slug, schema, initial=first))


@login_required
@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One step of a draft."""
    try:
        draft = cases.draft_for(actor_of(request), draft_id)
    except DraftNotFound:
        return already_filed(request, draft_id)
    schema = form_query.start_form(draft.slug)
    if request.method == "POST":
        return _take(request, _Draft(draft.slug, schema, draft.answers, draft_id))
    checked = read_draft(request, draft)
    if "corregir" in request.GET:
        recall_refused(request, checked)
        return form_page(request, draft.slug, checked, draft=draft)
    form = _form(request, draft.slug, schema, initial=draft.answers)
    place = place_of(request, form if "paso" in request.GET else checked)
    return form_page(request, draft.slug, form, draft=draft, step=place.step.key)


@login_required
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    try:
        draft = cases.draft_for(actor_of(request), draft_id)
    except DraftNotFound:
        return already_filed(request, draft_id)
    form = read_draft(request, draft)
    if not form.is_valid():
        return _to(draft_id, finish(form))
    if request.method != "POST":
        return preview_page(request, draft, form)
    if not _may_file_unsigned(request, draft):
        messages.error(request, _("Este trámite se firma antes de radicar: pida su código."))
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
        "partes": summarise_steps(form_query.start_form(draft.slug), form.answers),
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
    return _form(request, draft.slug, schema, data=as_posted(draft.answers))


@login_required
@require_POST
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    discard_draft(DiscardDraft(actor=actor_of(request), draft_id=draft_id))
    messages.success(request, _("Eliminamos el borrador."))
    return redirect("citizens:my_cases")


@dataclass(frozen=True)
class _Draft:
    """What a page of a form belongs to.

    Attributes:
        id: of the draft; None of one that is only begun.
    """

    slug: str
    schema: FormSchema
    answers: Mapping[str, Any]
    id: UUID | None = None


def _take(request: HttpRequest, draft: _Draft) -> HttpResponse:
    """Keep what came, whatever it is worth, and go where the pressed button says."""
    step = posted_step(draft.schema, request.POST)
    data = posted_answers(draft.answers, request.POST, step)
    form = _form(request, draft.slug, draft.schema, data=data, files=request.FILES)
    goal = goal_of(form, request.POST, step)
    command = SaveDraft(
        actor=actor_of(request),
        slug=draft.slug,
        answers=form.draft(),
        draft_id=draft.id,
        new_id=None if draft.id else uuid_of(request.POST.get("borrador", "")),
    )
    try:
        kept = save_draft(command)
    except DraftNotFound:
        return already_filed(request, command.new_id or draft.id)
    if draft.id is None:
        begun = request.session.get(_BEGUN, {})
        request.session[_BEGUN] = begun | {draft.slug: str(kept)}
    keep_refused(request, form)
    if request.POST.get("accion") == SAVE:
        messages.success(request, _("Guardamos su borrador. Puede seguir cuando quiera."))
    return _to(kept, goal)


def _to(draft_id: UUID, goal: Goal) -> HttpResponse:
    if goal.step == REVIEW:
        return redirect("citizens:preview", draft_id=draft_id)
    address = reverse("citizens:fill", args=[draft_id])
    return redirect(f"{address}?{goal.query}" if goal.query else address)


def _begun_here(request: HttpRequest, slug: str) -> UUID | None:
    """The draft that this browser began, if it still is one."""
    begun = uuid_of(request.session.get(_BEGUN, {}).get(slug, ""))
    return next((draft.id for draft in _drafts_of(request, slug) if draft.id == begun), None)


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


def already_filed(request: HttpRequest, draft_id: UUID | None) -> HttpResponse:
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
        initial=_typed(request, schema, initial or {}, context),
        context=context,
        owner_id=request.user.pk,
        today=clock.today(),
    )


def _typed(
    request: HttpRequest,
    schema: FormSchema,
    answers: Mapping[str, Any],
    context: Mapping[str, Any],
) -> dict[str, Any]:
    """The answers, with what was typed in one of the steps before a session ended."""

    def whole(sent: QueryDict) -> MultiValueDict[str, Any]:
        return posted_answers(answers, sent, posted_step(schema, sent))

    return {**answers, **typed_before(request, schema, context, whole=whole)}


def form_page(
    request: HttpRequest,
    slug: str,
    form: ProcedureForm,
    *,
    draft: DraftView | None = None,
    step: str = "",
) -> HttpResponse:
    """One step of the form, with what is wrong in it."""
    place = place_of(request, form, step)
    context = {
        **place.context,
        "ficha": catalogue.sheet(slug),
        "borrador": draft,
        "borrador_nuevo": uuid4(),
        "otros_borradores": [] if draft else _drafts_of(request, slug),
    }
    return render(request, "citizens/form.html", context)


def _drafts_of(request: HttpRequest, slug: str) -> list[DraftView]:
    """What the person began before, perhaps on another device."""
    return [draft for draft in cases.drafts_of(actor_of(request)) if draft.slug == slug]


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
