"""What a page of a procedure's form posts: its answers, the id of its submit, and what was refused."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest

from engine.commands import clock
from engine.errors import AnswersRefused
from forms.fields import ProcedureForm, build_form
from forms.fields.attached import read_ids
from forms.models import Upload
from forms.schema import FormSchema
from web.shell.kept import typed_before


def posted_form(
    request: HttpRequest,
    schema: FormSchema,
    *,
    context: Mapping[str, Any],
    initial: Mapping[str, Any] | None = None,
    filed: Mapping[str, Upload] | None = None,
) -> ProcedureForm:
    """The form with what the page posted, or to be filled in.

    Args:
        request: of the page; its user is whose uploads may be used again.
        schema: the form.
        context: what the form's FEEL sees besides its answers.
        initial: answers that it begins with.
        filed: files that the case already has, by id.
    """
    is_posted = request.method == "POST"
    return build_form(
        schema,
        data=request.POST if is_posted else None,
        files=request.FILES if is_posted else None,
        initial={**(initial or {}), **typed_before(request, schema, context, filed=filed)},
        context=context,
        owner_id=request.user.pk,
        today=clock.today(),
        filed=filed,
    )


def submit_id_of(request: HttpRequest) -> UUID:
    """The page's own id of this submit; a page that was tampered with gets a new one."""
    return uuid_of(request.POST.get("submit_id", "")) or uuid4()


def uuid_of(text: str) -> UUID | None:
    """The id that a page sent; None where it is none."""
    return next(read_ids((text,)), None)


def uuids_of(texts: Iterable[str]) -> list[UUID]:
    """Those among what a page sent that are ids, in its order."""
    return list(read_ids(texts))


def tell_refused(request: HttpRequest, refused: AnswersRefused) -> None:
    """Say at the top of the next page what is wrong with the answers."""
    for sentences in refused.errors.values():
        for sentence in sentences:
            messages.error(request, sentence)
