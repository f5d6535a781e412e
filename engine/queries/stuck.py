"""Cases that nobody can move on: they wait, and no person, worker or moment will end the waiting."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model

from bpmn import versions
from bpmn.entity import load as load_entity
from engine import runtime
from engine.commands import ACT_OPENED, waiting_actions
from engine.models import (
    RUNNING,
    Case,
    Incident,
    IncidentStatus,
    ItemStatus,
    Job,
    JobStatus,
    Subscription,
    Timer,
    WorkItem,
)

_LIVE_JOBS = (JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.RETRYING)


@dataclass(frozen=True, kw_only=True)
class StuckCase:
    """A case that stands still.

    Attributes:
        waits_at: ids of the elements where it waits.
        why: what is missing, in Spanish.
    """

    radicado: str
    slug: str
    waits_at: tuple[str, ...]
    why: str

    def __str__(self) -> str:
        return f"{self.radicado} ({self.slug}) espera en {', '.join(self.waits_at)}: {self.why}"


def stuck(cases: Iterable[Case] | None = None) -> list[StuckCase]:
    """Open cases that only a change of the model or of the entity's offices could move.

    A case can be moved by an official who holds the role of one of its items, by its citizen where an
    action or an act to open waits for them, by a worker, by a moment, or by who sees to its incident.
    An answer of somebody outside alone is none of these: it may never come.

    Args:
        cases: which to look at; None for every open one.
    """
    found = Case.objects.filter(status__in=RUNNING) if cases is None else cases
    return [one for case in found if case.status in RUNNING for one in _looked_at(case)]


def _looked_at(case: Case) -> Iterator[StuckCase]:
    if Job.objects.filter(case=case, status__in=_LIVE_JOBS).exists():
        return
    if Incident.objects.filter(case=case, status=IncidentStatus.OPEN).exists():
        return
    timers = Timer.objects.filter(case=case).exclude(due_at=None)
    if any("share" not in timer.running_term for timer in timers):
        return
    items = WorkItem.objects.filter(case=case, status__in=[ItemStatus.READY, ItemStatus.CLAIMED])
    orphaned = [item for item in items if not _has_holder(item)]
    if len(orphaned) < len(items):
        return
    standing = _standing(case)
    if _waits_for_citizen(case, standing):
        return
    why = "nadie ocupa sus cargos" if orphaned else "nada de lo que espera tiene que llegar"
    yield StuckCase(
        radicado=case.radicado or str(case.id),
        slug=case.slug,
        waits_at=tuple(sorted(set(standing.values()))),
        why=why,
    )


def _has_holder(item: WorkItem) -> bool:
    if item.assignee_id is not None:
        return True
    offices = load_entity(settings.ENTITY).offices
    if any(group in offices for group in item.groups):
        return True
    accounts = get_user_model().objects.filter(is_active=True)
    return accounts.filter(groups__name__in=list(item.groups)).exists()


def _waits_for_citizen(case: Case, standing: Mapping[str, str]) -> bool:
    if Subscription.objects.filter(case=case, message=ACT_OPENED).exists():
        return True
    return any(_token(one.token) in standing for one in waiting_actions(case))


def _standing(case: Case) -> dict[str, str]:
    """Tokens that stand in the flow, and are not only ready beside it, each with its element."""
    if not case.frozen:
        return {}
    model = versions.compiled(versions.by_digest(case.version_digest))
    return {
        _token(point.token): point.element_id
        for point in runtime.waiting(model, bytes(case.frozen))
        if not point.is_passive
    }


def _token(waiting: str) -> str:
    """The token of a waiting point; one that waits for several things has a point for each."""
    return waiting.partition(".")[0]
