"""Filing without an account: where nobody has to say who they are, and forms for children.

The receipt's number and code are then the only key to the case.

Source: CPACA arts. 5 and 13 to 16; Ley 1755 de 2015; Decreto 1166 de 2016.
"""

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from engine.commands import FileCase, file_case
from engine.errors import AnswersRefused
from engine.models.actor import NOBODY, Actor
from engine.queries import catalogue
from engine.queries import forms as form_query
from forms.fields import ProcedureForm
from web.accounts.actors import actor_of
from web.citizens.access import remember
from web.shell.posted import posted_form, submit_id_of

_ANONYMOUS = "anonimo"


@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; once it is right, it is filed at once."""
    kind = request.GET.get("formulario", "")
    sheet = catalogue.sheet(slug)
    if not kind and _ANONYMOUS not in sheet.eligible_applicants:
        raise Http404
    form = _form(request, slug, kind)
    refused: list[str] = []
    if request.method == "POST" and request.POST.get("accion") == "radicar" and form.is_valid():
        try:
            filed = file_case(_command(request, slug, kind, form))
        except AnswersRefused as error:
            refused = [sentence for each in error.errors.values() for sentence in each]
        else:
            if not request.user.is_authenticated:
                remember(request, filed.case_id)
            return redirect("citizens:receipt", radicado=filed.radicado)
    context = {
        "ficha": sheet,
        "form": form,
        "tipo": kind,
        "problemas": refused,
        "submit_id": request.POST.get("submit_id") or uuid4(),
    }
    status = 422 if form.is_bound and request.POST.get("accion") == "radicar" else 200
    return render(request, "citizens/without_account.html", context, status=status)


def _command(request: HttpRequest, slug: str, kind: str, form: ProcedureForm) -> FileCase:
    return FileCase(
        actor=_who(request),
        slug=slug,
        answers=form.answers,
        submit_id=submit_id_of(request),
        form=kind,
    )


def _who(request: HttpRequest) -> Actor:
    """Whoever is signed in files as themselves; another case's code gives nobody a name."""
    return actor_of(request) if request.user.is_authenticated else NOBODY


def _form(request: HttpRequest, slug: str, kind: str) -> ProcedureForm:
    return posted_form(
        request, form_query.start_form(slug, kind), context=form_query.start_context(slug)
    )
