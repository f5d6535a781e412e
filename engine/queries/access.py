"""What a person may see, asked once; missing and forbidden give the same answer."""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from engine import runtime
from engine.commands import ACT_OPENED, is_supervisor
from engine.errors import CaseNotFound
from engine.models import (
    Case,
    CaseRole,
    CaseStatus,
    Consultation,
    Document,
    SubscriptionKind,
    WorkItem,
)
from engine.models.actor import Actor, ActorKind


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """Filed cases that the actor may read.

    A citizen reads their own; an official those in which one of their roles, or they themselves, have or
    had something to do, on which they were asked, or that they filed for somebody; an auditor every one; a supervisor
    every one that is not reserved to who works on it; who has no account the one whose code they showed.
    """
    filed = Case.objects.exclude(status=CaseStatus.DRAFT)
    if actor.is_auditor:
        return filed
    if actor.user_id is None:
        return filed.filter(pk=actor.case_id) if actor.case_id else filed.none()
    mine = Q(owner_id=actor.user_id) | Q(filed_by_id=actor.user_id)
    if actor.case_id is not None:
        mine |= Q(pk=actor.case_id)
    if is_supervisor(actor):
        mine |= Q(is_reserved=False)
    if actor.kind is ActorKind.OFFICIAL:
        # Asked case by case: a busy office has many thousand, and nobody looks at all of them.
        hands = WorkItem.objects.filter(case=OuterRef("pk"), assignee_id__in=_hands_of(actor))
        roles = CaseRole.objects.filter(case=OuterRef("pk"), group__in=actor.groups)
        asked = Consultation.objects.filter(
            case=OuterRef("pk"), colleague_id=actor.user_id, withdrawn_at=None
        )
        mine |= Q(Exists(hands)) | Q(Exists(roles)) | Q(Exists(asked))
    return filed.filter(mine)


def _hands_of(actor: Actor) -> list[int | None]:
    """The actor, and who is away and has passed everything on to them."""
    return [actor.user_id, *(one.person_id for one in actor.encargos if one.is_whole)]


def case_row(actor: Actor, radicado: str) -> Case:
    """The case with that radicado.

    Raises:
        CaseNotFound: there is none that the actor may read.
    """
    case = visible_cases(actor).filter(radicado=radicado).first()
    if case is None:
        raise CaseNotFound(radicado=radicado)
    return case


def visible_documents(actor: Actor, case: Case) -> QuerySet[Document]:
    """Documents of a visible case that the actor may read: who files sees what was signed."""
    documents = case.documents.exclude(status="superseded")
    if actor.kind is not ActorKind.OFFICIAL or actor.follows(case.owner_id, case.id):
        documents = documents.exclude(Q(status="rendered") & ~Q(kind="anexo"))
        documents = documents.exclude(pk__in=_unopened(case))
    return documents


def _unopened(case: Case) -> list[str]:
    """Acts that wait to be opened: reading one is being notified of it (CPACA art. 56)."""
    waiting = case.subscriptions.filter(kind=SubscriptionKind.MESSAGE, message=ACT_OPENED)
    acts = [_act(case, token) for token in waiting.values_list("token", flat=True)]
    return [act for act in acts if act]


def _act(case: Case, token: str) -> str:
    act = runtime.variables_at(bytes(case.frozen or b""), token).get("act")
    return str(act.get("id") or "") if isinstance(act, Mapping) else ""
