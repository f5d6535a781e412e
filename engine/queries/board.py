"""The supervisor's board: how much waits with whom, what is late, and the items behind every number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Count, F, Min, Q, QuerySet

from engine.clock import Calendar
from engine.commands import is_supervisor
from engine.models import Case, CaseStatus, InboxEntry, ItemStatus, WorkItem
from engine.models.actor import Actor, Encargo
from engine.queries.absences import away_on
from engine.queries.deadlines import Deadline, deadline, is_still, office_calendar, soon_until

LIST = 500
ESCALATION = "sp-escalamiento"
_OPEN = (ItemStatus.READY, ItemStatus.CLAIMED)


class Slice(StrEnum):
    """Which of the open items."""

    ALL = "todas"
    LATE = "vencidas"
    SOON = "pronto"
    FREE = "libres"
    ESCALATED = "escaladas"


@dataclass(frozen=True, kw_only=True)
class Load:
    """What waits with one role or one person.

    Attributes:
        key: code of the role, or id of the person.
        oldest: since when the oldest of them waits.
        away: by what the person is away today; None when they are not, or it is a role.
    """

    key: str
    name: str
    items: int
    late: int
    soon: int
    free: int
    oldest: datetime | None
    away: Encargo | None = None


@dataclass(frozen=True, kw_only=True)
class Board:
    """The whole office at a moment.

    Attributes:
        away: who is away today, and who stands in.
    """

    items: int
    late: int
    soon: int
    free: int
    escalated: int
    suspended: int
    groups: Sequence[Load]
    people: Sequence[Load]
    away: Sequence[Encargo] = ()


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """One open item.

    Attributes:
        is_reserved: whether only who works on the case reads it; then the row names nobody.
    """

    id: UUID
    name: str
    radicado: str
    procedure_name: str
    applicant_name: str
    assignee: str
    created_at: datetime
    deadline: Deadline
    is_reserved: bool


@dataclass(frozen=True, kw_only=True)
class StandingCase:
    """A case whose term stands still."""

    radicado: str
    procedure_name: str
    since: datetime | None
    reason: str


def board(actor: Actor, today: date) -> Board:
    """Everything that is open, for who supervises; nothing for anybody else."""
    soon = soon_until(today, office_calendar())
    items = _items(actor)
    counted = items.aggregate(**_counts("case__due_on", "due_on", today, soon))
    by_group = _entries(actor).filter(person=None).values("group")
    by_person = _entries(actor).exclude(person=None).filter(item__assignee=F("person"))
    people = list(_loads(by_person.values("person"), today, soon))
    away = away_on(today) if is_supervisor(actor) else {}
    names = get_user_model().objects.in_bulk([row["person"] for row in people])
    return Board(
        **counted,
        escalated=items.filter(process_id=ESCALATION).count(),
        suspended=_standing(actor).count(),
        groups=[_load(row["group"], row["group"], row) for row in _loads(by_group, today, soon)],
        people=[
            _load(str(row["person"]), str(names[row["person"]]), row, away.get(row["person"]))
            for row in people
        ],
        away=sorted(away.values(), key=lambda one: one.person_name.casefold()),
    )


def items(
    actor: Actor,
    today: date,
    wanted: Slice = Slice.ALL,
    *,
    group: str = "",
    person_id: int | None = None,
) -> list[BoardRow]:
    """Open items by term, the first 500 of them.

    Args:
        actor: who supervises; anybody else gets nothing.
        today: to tell what is late.
        wanted: which of them.
        group: only those that are offered to a role.
        person_id: only those in somebody's hands.
    """
    calendar = office_calendar()
    entries = _entries(actor).filter(_in_slice(wanted, today, soon_until(today, calendar)))
    if person_id is not None:
        entries = entries.filter(person_id=person_id, item__assignee_id=person_id)
    elif group:
        entries = entries.filter(group=group, person=None)
    else:
        entries = entries.filter(person=None) | entries.filter(item__assignee=F("person"))
    # An item has an entry for each of its roles, so more entries are read than items are shown.
    in_order = entries.order_by("due_on", "item_id").values_list("item_id", "due_on")
    places = dict(in_order[: 4 * LIST])
    wanted_ids = list(places)[:LIST]
    found = WorkItem.objects.select_related("case", "assignee").defer("case__frozen", "answers")
    by_id = found.in_bulk(wanted_ids)
    return [_row(by_id[one], places[one], today, calendar) for one in wanted_ids if one in by_id]


def standing_cases(actor: Actor) -> list[StandingCase]:
    """Cases whose term is suspended, the longest first."""
    found = _standing(actor).order_by("suspended_at")[:LIST]
    return [
        StandingCase(
            radicado=case.radicado or "",
            procedure_name=case.procedure_name,
            since=case.suspended_at,
            reason=case.suspension_reason,
        )
        for case in found.defer("frozen", "answers")
    ]


def _items(actor: Actor) -> QuerySet[WorkItem]:
    if not is_supervisor(actor):
        return WorkItem.objects.none()
    return WorkItem.objects.filter(status__in=_OPEN)


def _entries(actor: Actor) -> QuerySet[InboxEntry]:
    return InboxEntry.objects.all() if is_supervisor(actor) else InboxEntry.objects.none()


def _standing(actor: Actor) -> QuerySet[Case]:
    if not is_supervisor(actor):
        return Case.objects.none()
    return Case.objects.filter(status=CaseStatus.SUSPENDED)


def _in_slice(wanted: Slice, today: date, soon: date) -> Q:
    """Of the open items; `soon` is the last day that is soon, by the legal clock as in every inbox."""
    return {
        Slice.ALL: Q(),
        Slice.LATE: Q(due_on__lt=today),
        Slice.SOON: Q(due_on__gte=today, due_on__lte=soon),
        Slice.FREE: Q(item__assignee=None),
        Slice.ESCALATED: Q(item__process_id=ESCALATION),
    }[wanted]


def _counts(case_due: str, item_due: str, today: date, soon: date) -> dict[str, Any]:
    """Totals over items: an item's own term counts before its case's."""

    def due(**bounds: date) -> Q:
        own = Q(**{f"{item_due}__{name}": day for name, day in bounds.items()})
        of_case = Q(**{f"{case_due}__{name}": day for name, day in bounds.items()})
        return own | (Q(**{item_due: None}) & of_case)

    return {
        "items": Count("id"),
        "late": Count("id", filter=due(lt=today)),
        "soon": Count("id", filter=due(gte=today, lte=soon)),
        "free": Count("id", filter=Q(assignee=None)),
    }


def _loads(entries: Any, today: date, soon: date) -> Any:
    counts = {
        name: Count("id", filter=_in_slice(one, today, soon))
        for name, one in (("late", Slice.LATE), ("soon", Slice.SOON), ("free", Slice.FREE))
    }
    loads = entries.annotate(items=Count("id"), oldest=Min("item__created_at"), **counts)
    return loads.order_by("-late", "-items")


def _load(key: str, name: str, row: dict[str, Any], away: Encargo | None = None) -> Load:
    return Load(
        key=key,
        name=name,
        items=row["items"],
        late=row["late"],
        soon=row["soon"],
        free=row["free"],
        oldest=row["oldest"],
        away=away,
    )


def _row(item: WorkItem, due_on: date, today: date, calendar: Calendar) -> BoardRow:
    due = None if due_on == date.max else due_on
    return BoardRow(
        id=item.id,
        name=item.name,
        radicado=item.case.radicado or "",
        procedure_name=item.case.procedure_name,
        applicant_name="" if item.case.is_reserved else item.case.applicant_name,
        assignee=str(item.assignee or ""),
        created_at=item.created_at,
        deadline=deadline(due, today, calendar, is_suspended=is_still(item.case)),
        is_reserved=item.case.is_reserved,
    )
