"""One verb on many items: each by its own command, with what became of each while it runs.

What one item refuses stops no other. The page's own id makes every command repeatable: a page that is
sent again, because the connection broke, goes over what was done without doing it twice.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from engine import commands
from engine.commands import clock
from engine.errors import AnswersRefused, EngineError, ItemFinished
from engine.models.actor import Actor
from engine.queries import colleagues
from engine.queries import inbox as inbox_query
from engine.queries.forms import item_context
from engine.queries.hands import shared_form
from forms.fields import ProcedureForm, build_form
from web.accounts.actors import actor_of
from web.officials.access import officials_only
from web.officials.forms import person_choices, text_field
from web.officials.passing import reassign, send_back
from web.shell.forms import DataSelect, DressedForm
from web.shell.posted import submit_id_of, uuids_of
from web.shell.sentences import Sentence, sentence_for
from web.shell.streams import growing_page

MOST = 500
VERBS = {
    "tomar": gettext_noop("Tomar"),
    "terminar": gettext_noop("Terminar con las mismas respuestas"),
    "soltar": gettext_noop("Soltar"),
    "reasignar": gettext_noop("Reasignar"),
    "devolver": gettext_noop("Devolver"),
}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one item."""

    number: int
    item_id: UUID
    name: str
    radicado: str
    problem: Sentence | None


class BulkForm(DressedForm):
    """What to do with the items that are marked."""

    accion = forms.ChoiceField(
        label=_("¿Qué hace con ellas?"),
        choices=[(name, _(text)) for name, text in VERBS.items()],
        error_messages={"required": _("Elija qué hacer.")},
    )
    persona = forms.TypedChoiceField(
        widget=DataSelect,
        label=_("¿A quién las reasigna?"),
        help_text=_("Sólo para reasignar."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    motivo = text_field(_("¿Por qué?"), _("Para reasignar o devolver. Queda en cada expediente."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = person_choices(colleagues.colleagues(actor), ())
        self.fields["persona"].choices = people  # type: ignore[attr-defined]
        self.fields["motivo"].required = False
        self.fields["motivo"].widget.attrs["rows"] = 2

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        verb = given.get("accion")
        if verb == "reasignar" and not given.get("persona"):
            self.add_error("persona", _("Elija a una persona."))
        if verb in ("reasignar", "devolver") and not str(given.get("motivo", "")).strip():
            self.add_error("motivo", _("Escriba el motivo."))
        return given


@officials_only
@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest) -> HttpResponseBase:
    """The actor's inbox with a mark at each item, and what to do with the marked ones."""
    actor = actor_of(request)
    chosen = chosen_items(request)
    form = BulkForm(request.POST if request.method == "POST" else None, actor=actor)
    if request.method == "POST" and form.is_valid() and chosen:
        if form.cleaned_data["accion"] == "terminar":
            return _answers_page(request, actor, chosen)
        return growing_page(_progress(request, actor, chosen, form.cleaned_data))
    rows = inbox_query.inbox(actor, clock.today(), limit=MOST)
    name = request.GET.get("nombre", "")
    context = {
        "rows": [row for row in rows if name in ("", row.name)],
        "names": sorted({row.name for row in rows}),
        "name": name,
        "form": form,
        "chosen": {str(one) for one in chosen},
        "none_chosen": request.method == "POST" and not chosen,
        "submit_id": uuid4(),
        "most": MOST,
    }
    return render(
        request, "officials/hands/bulk.html", context, status=422 if request.POST else 200
    )


@officials_only
@require_POST
def finish(request: HttpRequest) -> HttpResponseBase:
    """The answers that all of them get; each is checked against its own case."""
    actor, chosen = actor_of(request), chosen_items(request)
    form = _shared(request, actor, chosen, request.POST)
    if form is not None and not form.is_valid():
        return _answers_page(request, actor, chosen, form)
    given = {"accion": "terminar", "answers": form.answers if form else {}}
    return growing_page(_progress(request, actor, chosen, given))


def _answers_page(
    request: HttpRequest,
    actor: Actor,
    chosen: list[UUID],
    form: ProcedureForm | None = None,
) -> HttpResponse:
    context = {
        "chosen": chosen,
        "form": form or _shared(request, actor, chosen),
        "item": inbox_query.item(actor, chosen[0], clock.today()),
        "submit_id": submit_id_of(request),
    }
    status = 422 if form else 200
    return render(request, "officials/hands/bulk_finish.html", context, status=status)


def _shared(
    request: HttpRequest, actor: Actor, chosen: list[UUID], data: Any = None
) -> ProcedureForm | None:
    """The form of all of them, which sees what the first one's case says."""
    item, schema = shared_form(actor, chosen)
    if schema is None:
        return None
    return build_form(
        schema,
        data=data,
        context=item_context(item),
        owner_id=request.user.pk,
        today=clock.today(),
    )


def chosen_items(request: HttpRequest) -> list[UUID]:
    """The marked items in their order, each once, as many as one page may hold."""
    return list(dict.fromkeys(uuids_of(request.POST.getlist("tarea"))))[:MOST]


def _progress(
    request: HttpRequest, actor: Actor, chosen: list[UUID], given: dict[str, Any]
) -> Iterator[str]:
    """The page as it grows: a line for each item, then how many went well."""
    context = {"verb": gettext(VERBS[given["accion"]]), "total": len(chosen)}
    whole = render_to_string("officials/hands/bulk_running.html", context, request)
    head, rest = whole.split("<!-- filas -->")
    before_sum, foot = rest.split("<!-- suma -->")
    yield head
    done = 0
    for outcome in _outcomes(actor, chosen, given, submit_id_of(request)):
        done += outcome.problem is None
        yield render_to_string(
            "officials/hands/_bulk_row.html", {"row": outcome, "total": len(chosen)}
        )
    sums = {"done": done, "failed": len(chosen) - done}
    yield before_sum + render_to_string("officials/hands/_bulk_sum.html", sums) + foot


def _outcomes(
    actor: Actor, chosen: list[UUID], given: dict[str, Any], submit_id: UUID
) -> Iterator[Outcome]:
    do = _DOING[given["accion"]]
    for number, item_id in enumerate(chosen, 1):
        name = radicado = ""
        problem: Sentence | None = None
        try:
            item = _found(actor, item_id)
            name, radicado = item.name, item.case.radicado or ""
            do(actor, item_id, given, uuid5(submit_id, str(item_id)))
        except (EngineError, AnswersRefused) as refused:
            problem = sentence_for(refused)
        yield Outcome(number=number, item_id=item_id, name=name, radicado=radicado, problem=problem)


def _found(actor: Actor, item_id: UUID) -> Any:
    if commands.is_supervisor(actor):
        return commands.supervised_item(actor, item_id)
    return commands.item_for(actor, item_id)


def _claim(actor: Actor, item_id: UUID, _given: dict[str, Any], submit_id: UUID) -> None:
    commands.claim_item(commands.ClaimItem(actor=actor, item_id=item_id, submit_id=submit_id))


def _finish(actor: Actor, item_id: UUID, given: dict[str, Any], submit_id: UUID) -> None:
    # Sent again: the command itself knows whether this page had finished it.
    with contextlib.suppress(ItemFinished):
        _claim(actor, item_id, given, uuid5(submit_id, "claim"))
    commands.complete_item(
        commands.CompleteItem(
            actor=actor, item_id=item_id, answers=given["answers"], submit_id=submit_id
        )
    )


def _release(actor: Actor, item_id: UUID, _given: dict[str, Any], submit_id: UUID) -> None:
    commands.release_item(commands.ReleaseItem(actor=actor, item_id=item_id, submit_id=submit_id))


_DOING: dict[str, Callable[[Actor, UUID, dict[str, Any], UUID], None]] = {
    "tomar": _claim,
    "terminar": _finish,
    "soltar": _release,
    "reasignar": reassign,
    "devolver": send_back,
}
