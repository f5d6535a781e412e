"""What a person does on a running case of their own accord: a message of the model, with its form.

The model says where it waits for what: the element that catches the message has the property `action`,
what the button says, `actionForm`, the form to fill in, `actor`, who may do it, and `asks`, what is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from bpmn import versions
from bpmn.entity import load as load_entity
from engine import feel, runtime
from engine.commands._attachments import keep_attachments
from engine.commands._failures import model_failures
from engine.commands._forms import form, form_context
from engine.commands._incidents import Attempt
from engine.commands._known import known_files
from engine.commands._routing import receive
from engine.commands._run import run
from engine.commands._work import Work, version_of
from engine.errors import AnswersRefused, CaseNotFound, CaseOver, NothingAwaitsMessage
from engine.feel.wire import to_wire
from engine.models import Case, CaseStatus, IncidentKind, Subscription, SubscriptionKind
from engine.models.actor import Actor, ActorKind
from forms.fields import check_answers, read_answers
from forms.schema import FormSchema

APPLICANT, THIRD_PARTY, ANYBODY = "solicitante", "tercero", "publico"
# Of versions that were published before the property.
_ASKS_BEFORE: Mapping[str, str] = {
    "msg.subsanacion.recibida": "={items: requirement.items, note: requirement.note,"
    " by: requirement.by, still: correction_missing}"
}


@dataclass(frozen=True, kw_only=True)
class TakeAction:
    """Do what a case waits for.

    Attributes:
        token: the waiting point that the page showed.
        answers: of the action's form (FEEL values); empty where it has none.
    """

    actor: Actor
    case_id: UUID
    token: str
    answers: Mapping[str, Any]
    submit_id: UUID


def take_action(command: TakeAction) -> None:
    """Give the case the message of the action, with the answers as its variables and the files kept.

    The message also brings `actor` {name, at, kind}, `actionFiles`, and the answers as `actionAnswers`.

    Raises:
        CaseNotFound: the actor may not do it.
        CaseOver, NothingAwaitsMessage: the case waits for it no more.
        AnswersRefused: the answers break the form's rules.
        CaseStuck: the model failed; nothing was taken.
    """
    run(
        "act",
        command.actor,
        lambda work: _act(work, command),
        case_id=command.case_id,
        submit_id=command.submit_id,
    )


def _act(work: Work, command: TakeAction) -> dict[str, Any]:
    waiting = Subscription.objects.filter(
        case=work.case, token=command.token, kind=SubscriptionKind.MESSAGE
    ).first()
    if waiting is None:
        raise CaseOver if work.case.is_over else NothingAwaitsMessage(message=command.token)
    if not may_act(command.actor, waiting):
        raise CaseNotFound
    _check(work, waiting, command)
    attachments = keep_attachments(work, command.answers)
    work.record(
        "action.taken",
        message=waiting.message,
        element=waiting.element_id,
        action=action_of(waiting),
        answers=to_wire(dict(command.answers)),
        attachments=attachments,
        process=waiting.process_id,
        form=_form_id(waiting),
        by_applicant=command.actor.follows(work.case.owner_id, work.case.id),
    )
    work.attempt = Attempt(
        verb="act",
        subject=("message", waiting.message),
        place=(waiting.process_id, waiting.element_id),
        kind=IncidentKind.MESSAGE,
    )
    actor = {"name": command.actor.name, "at": work.now, "kind": command.actor.kind.value}
    taken = {"actor": actor, "actionFiles": attachments, "actionAnswers": dict(command.answers)}
    variables = {**command.answers, **taken}
    work.advance(receive(work, waiting, variables))
    return {}


def _check(work: Work, waiting: Subscription, command: TakeAction) -> None:
    schema = action_form(waiting)
    if schema is None:
        return
    seen = _seen(waiting)
    errors = check_answers(
        schema,
        command.answers,
        context={**seen, **form_context(work.entity)},
        today=work.today,
        owner_id=command.actor.user_id,
        filed=known_files(work.case, seen),
    )
    if errors:
        raise AnswersRefused(errors)


def read_action_answers(
    waiting: Subscription, answers: Mapping[str, Any], today: date, owner_id: int | None
) -> dict[str, Any]:
    """Plain answers as the action's form keeps them; for callers that have no page.

    Raises:
        AnswersRefused: the answers break the form's rules.
    """
    schema = action_form(waiting)
    if schema is None:
        return dict(answers)
    read, errors = read_answers(
        schema, answers, context=action_context(waiting), today=today, owner_id=owner_id
    )
    if errors:
        raise AnswersRefused(errors)
    return read


def action_of(waiting: Subscription) -> str:
    """What the button of a waiting point says; empty where people have nothing to do."""
    return _properties(waiting).get("action", "")


def action_form(waiting: Subscription) -> FormSchema | None:
    """The form of the action; None where a confirmation is enough."""
    form_id = _form_id(waiting)
    if not form_id:
        return None
    return form(version_of(waiting.case.version_digest), waiting.process_id, form_id)


def _form_id(waiting: Subscription) -> str:
    text = _properties(waiting).get("actionForm", "")
    if text.startswith("="):
        with model_failures():
            text = str(feel.from_attribute(text).evaluate(_seen(waiting)).value or "")
    return text


def action_asks(waiting: Subscription) -> Mapping[str, Any] | None:
    """What the action has to complete: `items` and a `note`, by the property `asks`; None for nothing.

    `asks` is FEEL that gives them, or only the list of items.
    """
    text = _properties(waiting).get("asks") or _ASKS_BEFORE.get(waiting.message, "")
    if not text:
        return None
    with model_failures():
        found = feel.from_attribute(text).evaluate(_seen(waiting)).value
    return found if isinstance(found, Mapping) else {"items": found}


def action_context(waiting: Subscription) -> Mapping[str, Any]:
    """What the form's FEEL sees: the case's variables, and the entity."""
    return {**_seen(waiting), **form_context(load_entity(settings.ENTITY))}


def actors_of(waiting: Subscription) -> tuple[str, ...]:
    """Who may do it: `solicitante`, `tercero`, `publico`, or groups of officials."""
    names = _properties(waiting).get("actor", APPLICANT).split(",")
    return tuple(name.strip() for name in names if name.strip())


def may_act(actor: Actor, waiting: Subscription) -> bool:
    """Whether somebody may do what the case waits for there.

    The applicant does what nobody else is named for; a third party is another citizen with an
    account; a role is an official's. The system may do everything, as where it carries out what a person asked of it.
    """
    case = waiting.case
    is_firm = case.is_over or case.status == CaseStatus.NOTIFIED
    if not action_of(waiting) or (is_firm and _ends_when_firm(waiting)):
        return False
    if actor.kind is ActorKind.SYSTEM:
        return True
    named = set(actors_of(waiting))
    is_owner = actor.follows(case.owner_id, case.id)
    return (
        ANYBODY in named
        or (APPLICANT in named and is_owner)
        or (THIRD_PARTY in named and not is_owner and _is_somebody(actor))
        or (actor.kind is ActorKind.OFFICIAL and not named.isdisjoint(actor.groups))
    )


def _is_somebody(actor: Actor) -> bool:
    """Whether it is a person with an account who acts for themselves."""
    return actor.kind is ActorKind.CITIZEN and actor.user_id is not None


def _ends_when_firm(waiting: Subscription) -> bool:
    """Whether the model offers it only until the decision is firm, such as a withdrawal."""
    return _properties(waiting).get("actionUntil") == "firme"


def waiting_actions(case: Case) -> list[Subscription]:
    """Waiting points of a case at which people have something to do, the oldest first."""
    rows = Subscription.objects.filter(case=case, kind=SubscriptionKind.MESSAGE)
    found = rows.select_related("case").order_by("created_at", "id")
    return [waiting for waiting in found if action_of(waiting)]


def _properties(waiting: Subscription) -> Mapping[str, str]:
    model = versions.compiled(version_of(waiting.case.version_digest))
    element = model.elements.get((waiting.process_id, waiting.element_id))
    return element.properties if element is not None else {}


def _seen(waiting: Subscription) -> Mapping[str, Any]:
    if not waiting.case.frozen:
        return {}
    with model_failures():
        return runtime.variables_at(bytes(waiting.case.frozen), waiting.token)
