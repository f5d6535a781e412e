"""What a person may see, asked once; missing and forbidden give the same answer."""

from django.db.models import Q, QuerySet

from engine.commands import ACT_OPENED
from engine.errors import CaseNotFound
from engine.models import Case, CaseStatus, Document
from engine.models.actor import Actor, ActorKind


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """Filed cases that the actor may read.

    A citizen reads their own; an official those in which one of their roles has or had something to
    do; an auditor every one; nobody reads none.
    """
    filed = Case.objects.exclude(status=CaseStatus.DRAFT)
    if actor.kind is ActorKind.SYSTEM or actor.is_auditor:
        return filed
    if actor.user_id is None:
        return filed.none()
    mine = Q(owner_id=actor.user_id)
    if actor.kind is ActorKind.OFFICIAL:
        mine |= Q(items__assignee_id=actor.user_id) | Q(
            items__candidate_groups__group__in=actor.groups
        )
    return filed.filter(mine).distinct()


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
    if actor.kind is ActorKind.CITIZEN or case.owner_id == actor.user_id:
        documents = documents.exclude(Q(status="rendered") & ~Q(kind="anexo"))
        documents = documents.exclude(pk__in=_unopened(case))
    return documents


def _unopened(case: Case) -> list[str]:
    """Acts that wait to be opened: reading one is being notified of it (CPACA art. 56)."""
    waiting = case.subscriptions.filter(message=ACT_OPENED, is_open=True)
    acts = [subscription.variables.get("act") for subscription in waiting]
    return [str(act["id"]) for act in acts if isinstance(act, dict) and act.get("id")]
