"""The official's desk: three views of what waits, found by words and filters, a page at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from engine.clock import Calendar
from engine.commands import is_held
from engine.models import Case, CaseStatus, CaseWatch, InboxEntry, ItemStatus, SavedFilter, WorkItem
from engine.models.actor import Actor, ActorKind
from engine.queries.access import visible_cases
from engine.queries.deadlines import Deadline, deadline, is_still, office_calendar, soon_until
from engine.queries.inbox import Position, inboxes
from engine.queries.office_words import office_state_text
from engine.queries.search import with_words

PAGE = 50
MOST_COUNTED = 999
_HEAVY = ("answers", "headers", "properties")
_HEAVY_CASE = ("answers", "frozen", "roles", "running_term")


class View(StrEnum):
    """Which of the three."""

    MINE = "mias"
    GROUPS = "grupos"
    WATCHED = "seguimiento"


class Term(StrEnum):
    """How the legal clock stands."""

    LATE = "vencidas"
    TODAY = "hoy"
    SOON = "pronto"
    STILL = "suspendidas"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody wants to see on their desk; empty means all.

    Attributes:
        text: words of the radicado, the person's name or document, or the parcel.
        procedure: slug.
        state: of the case.
        is_free: only what nobody has taken.
        has_letter: only what has a message of its citizen without an answer.
        after: place of the last row of the page before.
    """

    view: View = View.GROUPS
    text: str = ""
    procedure: str = ""
    state: str = ""
    term: Term | None = None
    is_free: bool = False
    has_letter: bool = False
    after: Position | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether something besides the view was asked for."""
        return bool(
            self.text
            or self.procedure
            or self.state
            or self.term
            or self.is_free
            or self.has_letter
        )


@dataclass(frozen=True, kw_only=True)
class DeskRow:
    """One line: an item, or a followed case with who has it.

    Attributes:
        letter_since: since when a message of the citizen has no answer; None: there is none.
    """

    id: UUID
    name: str
    radicado: str
    procedure_name: str
    applicant_name: str
    state_text: str
    assignee: str
    is_mine: bool
    is_case: bool
    deadline: Deadline
    created_at: datetime
    letter_since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class DeskPage:
    """One page of a view.

    Attributes:
        next: place after which the next page begins; None on the last page.
        counts: how many each view has, up to one more than `MOST_COUNTED`.
    """

    rows: list[DeskRow]
    next: Position | None
    counts: Mapping[View, int]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the filters offer: procedures and states of what waits."""

    procedures: list[tuple[str, str]] = field(default_factory=list)
    states: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class SavedView:
    """A search that the person saved."""

    id: int
    name: str
    asked: Mapping[str, str]


def desk(actor: Actor, asked: Asked, today: date) -> DeskPage:
    """One page of the actor's desk, by the legal clock; anyone but an official gets nothing."""
    if actor.kind is not ActorKind.OFFICIAL:
        return DeskPage(rows=[], next=None, counts=dict.fromkeys(View, 0))
    calendar = office_calendar()
    is_watched = asked.view is View.WATCHED
    places = (_case_places if is_watched else _places)(actor, asked, today)
    shown = places[:PAGE]
    rows = (_followed if is_watched else _items)(actor, shown, today, calendar)
    after = shown[-1] if len(places) > PAGE else None
    return DeskPage(rows=rows, next=after, counts=counts(actor))


def counts(actor: Actor) -> dict[View, int]:
    """How many each view has, counted to one more than `MOST_COUNTED`."""
    limit = MOST_COUNTED + 1
    grouped: set[UUID] = set()
    for where in _inboxes(actor, View.GROUPS):
        entries = InboxEntry.objects.filter(where).order_by("due_on", "item_id")
        grouped.update(entries.values_list("item_id", flat=True)[:limit])
    mine: set[UUID] = set()
    for where in _inboxes(actor, View.MINE):
        mine.update(InboxEntry.objects.filter(where).values_list("item_id", flat=True)[:limit])
    watched = _watched(actor)[:limit].count()
    return {
        View.MINE: min(len(mine), limit),
        View.GROUPS: min(len(grouped), limit),
        View.WATCHED: watched,
    }


def choices(actor: Actor) -> Choices:
    """Procedures and states that the actor's desk has, for its filters."""
    kinds: set[tuple[str, str, str]] = set()
    for view in (View.MINE, View.GROUPS):
        for where in _inboxes(actor, view):
            rows = InboxEntry.objects.filter(where).order_by("due_on", "item_id")
            kinds.update(
                rows.values_list(
                    "item__case__slug", "item__case__procedure_name", "item__case__state"
                )[:MOST_COUNTED]
            )
    kinds.update(_watched(actor).values_list("slug", "procedure_name", "state")[:MOST_COUNTED])
    return Choices(
        procedures=sorted({(slug, name) for slug, name, _ in kinds}, key=lambda pair: pair[1]),
        states=sorted(
            {(state, office_state_text(state)) for _, _, state in kinds}, key=lambda pair: pair[1]
        ),
    )


def saved_filters(actor: Actor) -> list[SavedView]:
    """Searches that the actor saved, by name."""
    own = SavedFilter.objects.filter(person_id=actor.user_id).order_by("name")
    return [SavedView(id=one.pk, name=one.name, asked=one.asked) for one in own]


def is_following(actor: Actor, case_id: UUID) -> bool:
    """Whether the actor follows the case."""
    return CaseWatch.objects.filter(case_id=case_id, person_id=actor.user_id).exists()


def _inboxes(actor: Actor, view: View) -> list[Q]:
    if view is View.MINE:
        # Also what is in the hands of whom the actor stands in for.
        return inboxes(actor, mine_only=True)
    return [Q(group=group, person=None) for group in sorted(actor.groups)]


def _places(actor: Actor, asked: Asked, today: date) -> list[Position]:
    """Terms and ids of a page's items and of one more; each inbox is read from its own index."""
    wanted = _condition(asked, today, "item__case__")
    if asked.after is not None:
        day, item_id = asked.after
        wanted &= Q(due_on__gt=day) | Q(due_on=day, item_id__gt=item_id)
    if asked.is_free:
        wanted &= Q(item__status=ItemStatus.READY)
    pages = [
        InboxEntry.objects.filter(where)
        .filter(wanted)
        .order_by("due_on", "item_id")
        .values_list("due_on", "item_id")[: PAGE + 1]
        for where in _inboxes(actor, asked.view)
    ]
    return list(islice(dict.fromkeys(merge(*pages)), PAGE + 1))


def _condition(asked: Asked, today: date, path: str) -> Q:
    """The filters, for rows that have their term in `due_on` and reach their case by `path`."""
    wanted = with_words(asked.text, f"{path}id") if asked.text else Q()
    if asked.procedure:
        wanted &= Q((f"{path}slug", asked.procedure))
    if asked.has_letter:
        wanted &= Q((f"{path}awaited_letter__isnull", False))
    if asked.state:
        wanted &= Q((f"{path}state", asked.state))
    return wanted & _in_term(asked.term, today, path)


def _in_term(term: Term | None, today: date, path: str) -> Q:
    match term:
        case Term.LATE:
            return Q(due_on__lt=today)
        case Term.TODAY:
            return Q(due_on=today)
        case Term.SOON:
            return Q(due_on__gte=today, due_on__lte=soon_until(today, office_calendar()))
        case Term.STILL:
            return Q((f"{path}status", CaseStatus.SUSPENDED))
    return Q()


def _items(actor: Actor, places: list[Position], today: date, calendar: Calendar) -> list[DeskRow]:
    heavy = (*_HEAVY, *(f"case__{name}" for name in _HEAVY_CASE))
    kept = WorkItem.objects.select_related("case__awaited_letter", "assignee").defer(*heavy)
    items = kept.in_bulk([item_id for _, item_id in places])
    return [
        _item_row(actor, items[item_id], due_on, today, calendar)
        for due_on, item_id in places
        if item_id in items
    ]


def _item_row(
    actor: Actor, item: WorkItem, due_on: date, today: date, calendar: Calendar
) -> DeskRow:
    due = None if due_on == date.max else due_on
    return DeskRow(
        id=item.id,
        name=item.name,
        assignee=str(item.assignee or ""),
        is_mine=is_held(actor, item),
        is_case=False,
        created_at=item.created_at,
        deadline=deadline(due, today, calendar, is_suspended=is_still(item.case)),
        **_told(item.case),
    )


def _watched(actor: Actor) -> QuerySet[Case]:
    """Cases that the actor follows and may still read."""
    watches = CaseWatch.objects.filter(person_id=actor.user_id)
    return visible_cases(actor).filter(pk__in=watches.values("case_id"))


def _case_places(actor: Actor, asked: Asked, today: date) -> list[Position]:
    """Followed cases by term; there are few of them, so that they are sorted here."""
    cases = _watched(actor).filter(_condition(asked, today, ""))
    rows = cases.order_by("due_on", "id").values_list("due_on", "id", "closed_at")[:MOST_COUNTED]
    places = sorted(
        (date.max if due is None or closed else due, case_id) for due, case_id, closed in rows
    )
    later = (place for place in places if asked.after is None or place > asked.after)
    return list(islice(later, PAGE + 1))


def _followed(
    actor: Actor, places: list[Position], today: date, calendar: Calendar
) -> list[DeskRow]:
    ids = [case_id for _, case_id in places]
    kept = Case.objects.select_related("awaited_letter").defer(*_HEAVY_CASE)
    cases = kept.in_bulk(ids)
    waiting: dict[UUID, WorkItem] = {}
    open_items = WorkItem.objects.filter(
        case_id__in=ids, status__in=[ItemStatus.READY, ItemStatus.CLAIMED]
    )
    for item in open_items.select_related("assignee").defer(*_HEAVY).order_by("-created_at"):
        waiting[item.case_id] = item
    return [_case_row(actor, cases[one], waiting.get(one), today, calendar) for one in ids]


def _case_row(
    actor: Actor, case: Case, item: WorkItem | None, today: date, calendar: Calendar
) -> DeskRow:
    due = None if case.is_over else case.due_on
    return DeskRow(
        id=case.id,
        name=item.name if item else "",
        assignee=str(item.assignee or "") if item else "",
        is_mine=item is not None and is_held(actor, item),
        is_case=True,
        created_at=case.created_at,
        deadline=deadline(due, today, calendar, is_suspended=is_still(case)),
        **_told(case),
    )


def _told(case: Case) -> dict[str, Any]:
    letter = getattr(case, "awaited_letter", None)
    return {
        "letter_since": letter.since if letter else None,
        "radicado": case.radicado or "",
        "procedure_name": case.procedure_name,
        "applicant_name": case.applicant_name,
        "state_text": office_state_text(case.state),
    }


def rows_stamp(page: DeskPage) -> Iterator[str]:
    """What a page shows, as text: two pages with the same stamp look the same."""
    yield str(dict(page.counts))
    yield str(page.next)
    yield from map(str, page.rows)
