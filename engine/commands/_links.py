"""Cases that belong together: which one began which, and how one tells the other what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.commands import _routing
from engine.models import Case, CaseLink

if TYPE_CHECKING:
    from engine import runtime
    from engine.commands._work import Work

RELATED = "msg.caso.relacionado"


def link(work: Work, source: Case, message: str) -> None:
    """Link the command's case with the one whose message began it; both chains of events say so."""
    CaseLink.objects.get_or_create(
        source=source,
        target=work.case,
        defaults={"message": message, "created_at": work.now},
    )
    work.record("case.linked", source=str(source.id), radicado=source.radicado, message=message)


def link_if_same_person(work: Work, source: Case | None, message: str) -> None:
    """Link with the case whose message reached this one while it ran, if the same person follows both.

    Others' cases stay unlinked: whoever is complained about must not see the case of the complaint.
    """
    case = work.case
    if source is None or source.pk == case.pk or source.owner_id is None:
        return
    if source.owner_id == case.owner_id and source not in related(case):
        link(work, source, message)


def related(case: Case) -> list[Case]:
    """Cases that a case began or that began it, the oldest first."""
    ids = {
        *case.links_to.values_list("target_id", flat=True),
        *case.links_from.values_list("source_id", flat=True),
    }
    return list(Case.objects.filter(pk__in=ids).order_by("created_at"))


def tell_related(work: Work, job: runtime.OpenedJob) -> dict[str, Any]:
    """Tell every related case that still runs what became of this one (header `outcome`)."""
    outcome = str(job.headers.get("outcome") or work.case.state)
    told = []
    for other in related(work.case):
        if other.is_over or not other.radicado:
            continue
        message = _routing.store(
            RELATED,
            {
                "relatedRadicado": work.case.radicado,
                "relatedProcedure": work.case.procedure_name,
                "relatedOutcome": outcome,
            },
            at=work.now,
            key=other.radicado,
            time_to_live=None,
            source=work.case,
        )
        work.send_task(_routing.DELIVER_MESSAGE, str(message.id))
        told.append(other.radicado)
    work.record("related.told", outcome=outcome, cases=told)
    return {"relatedTold": told}
