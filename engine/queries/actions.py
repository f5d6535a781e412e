"""What a person may do on a running case, and which cases belong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine import commands
from engine.commands import clock
from engine.errors import CaseNotFound, NothingAwaitsMessage
from engine.models import Case, Subscription
from engine.models.actor import Actor
from engine.queries.access import case_row, visible_cases
from engine.queries.cases import CaseRow, rows
from engine.queries.last_days import last_day
from forms.fields import filed_files, prefilled
from forms.models import Upload
from forms.schema import FormSchema


@dataclass(frozen=True, kw_only=True)
class ActionView:
    """One button of a case's page.

    Attributes:
        token: the waiting point that it is about.
        label: what the button says.
        message: that the model waits for, by which pages explain the action.
        until: last day for it; None where the model sets none.
    """

    token: str
    label: str
    message: str
    until: date | None


@dataclass(frozen=True, kw_only=True)
class ActionPage:
    """One action with its form.

    Attributes:
        form: None where a confirmation is enough.
        context: what the form's FEEL sees.
        begins: what it is filled in with, in the shape of a draft.
        filed: files that the case already has, by id; they need not be sent again.
        may_read: whether the actor may read the case, and not only do this.
    """

    action: ActionView
    case_id: UUID
    radicado: str
    procedure_name: str
    form: FormSchema | None
    context: Mapping[str, Any]
    begins: Mapping[str, Any]
    filed: Mapping[str, Upload]
    may_read: bool


@dataclass(frozen=True, kw_only=True)
class RelatedCase:
    """A case that this one began, or that began this one.

    Attributes:
        is_child: whether this one began it.
        may_read: whether the actor may open it.
        asks: what it waits for from the actor until some day, such as a survey; None for nothing.
    """

    radicado: str
    procedure_name: str
    state_text: str
    is_child: bool
    may_read: bool
    asks: ActionView | None = None


def actions_for(actor: Actor, radicado: str) -> list[ActionView]:
    """What the actor may do on a case now: what has a last day first, then as the case began to wait.

    Raises:
        CaseNotFound: no case has that radicado.
    """
    found = [_view(waiting) for waiting in _open_to(actor, radicado)]
    return sorted(found, key=lambda one: one.until or date.max)


def action_page(actor: Actor, radicado: str, token: str) -> ActionPage:
    """One of them, with its form.

    Raises:
        CaseNotFound: no case has that radicado.
        NothingAwaitsMessage: the case waits for it no more, or not from the actor.
    """
    for waiting in _open_to(actor, radicado):
        if waiting.token == token:
            return _page(actor, waiting)
    raise NothingAwaitsMessage(message=token)


def related_cases(actor: Actor, radicado: str) -> list[RelatedCase]:
    """Cases linked with a case that the actor may read, the oldest first.

    Raises:
        CaseNotFound: there is none that the actor may read.
    """
    case = case_row(actor, radicado)
    children = set(case.links_to.values_list("target_id", flat=True))
    parents = set(case.links_from.values_list("source_id", flat=True))
    found = Case.objects.filter(pk__in=children | parents).order_by("created_at")
    readable = set(
        visible_cases(actor).filter(pk__in=children | parents).values_list("pk", flat=True)
    )
    listed: list[CaseRow] = rows(list(found))
    return [
        RelatedCase(
            radicado=row.radicado,
            procedure_name=row.procedure_name,
            state_text=row.state_text,
            is_child=row.id in children,
            may_read=row.id in readable,
            asks=_asked(actor, row) if row.id in children & readable else None,
        )
        for row in listed
    ]


def _page(actor: Actor, waiting: Subscription) -> ActionPage:
    form, context = commands.action_form(waiting), commands.action_context(waiting)
    may_read = visible_cases(actor).filter(pk=waiting.case_id).exists()
    known = commands.known_answers(waiting.case, context) if may_read else {}
    return ActionPage(
        action=_view(waiting),
        case_id=waiting.case_id,
        radicado=str(waiting.case.radicado),
        procedure_name=waiting.case.procedure_name,
        form=form,
        context=context,
        begins=_beginning(waiting, form, known, context) if may_read and form else {},
        filed=filed_files(known),
        may_read=may_read,
    )


def _beginning(
    waiting: Subscription, form: FormSchema, known: Mapping[str, Any], context: Mapping[str, Any]
) -> Mapping[str, Any]:
    """A form that completes something begins with what was sent; others where the form says so."""
    is_completing = commands.action_asks(waiting) is not None
    return prefilled(form, known if is_completing else {}, context, clock.today())


def _asked(actor: Actor, row: CaseRow) -> ActionView | None:
    if row.is_closed:
        return None
    return next((one for one in actions_for(actor, row.radicado) if one.until), None)


def _open_to(actor: Actor, radicado: str) -> list[Subscription]:
    case = Case.objects.filter(radicado=radicado).first()
    if case is None:
        raise CaseNotFound(radicado=radicado)
    if case.is_over:
        return []
    return [one for one in commands.waiting_actions(case) if commands.may_act(actor, one)]


def _view(waiting: Subscription) -> ActionView:
    return ActionView(
        token=waiting.token,
        label=commands.action_of(waiting),
        message=waiting.message,
        until=last_day(waiting),
    )
