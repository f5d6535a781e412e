"""What an auditor searches: cases, documents, people, officials, events and readings, by the page.

Everything is asked through the cases that the actor may read, so nobody else finds more than before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Generic, TypeVar

from django.contrib.auth import get_user_model
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from engine.clock import BOGOTA
from engine.commands.codes import normalise
from engine.models import Case, CaseWord, Document, DocumentVersion, Event, Reading
from engine.models.actor import Actor
from engine.models.words import asked_words
from engine.queries.access import visible_cases
from engine.queries.cases import CaseRow
from engine.queries.cases import rows as case_rows
from engine.queries.office_words import office_state_text
from engine.queries.readings import views
from engine.queries.words import role_text

SIZE = 50
_SHA256 = 64
Row = TypeVar("Row")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is looked for; empty means any.

    Attributes:
        text: words, a number, a code or a hash, as the kind of thing needs.
        kind: of event, or its beginning (`document.`).
        actor: name of who acted, or a part of it.
        actor_id: account of who acted.
        radicado: of the case.
        procedure: slug.
        status: of cases.
        since: first day.
        until: last day.
        page: from 1.
    """

    text: str = ""
    kind: str = ""
    actor: str = ""
    actor_id: int | None = None
    radicado: str = ""
    procedure: str = ""
    status: str = ""
    since: date | None = None
    until: date | None = None
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Row]):
    """One page of what was found; how much there is in all is never counted."""

    rows: Sequence[Row]
    number: int
    has_next: bool


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """A document and its case."""

    title: str
    verification_code: str
    sha256: str
    status: str
    signer: str
    issued_at: datetime
    radicado: str


@dataclass(frozen=True, kw_only=True)
class OfficialRow:
    """An official, with the roles that they have today."""

    id: int
    name: str
    email: str
    position: str
    groups: str
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """An event and its case."""

    at: datetime
    kind: str
    actor: str
    radicado: str
    seq: int


def cases(actor: Actor, search: Search) -> Page[Any]:
    """Cases with every word, the newest first."""
    found = visible_cases(actor).defer("answers", "frozen", "running_term")
    for word in asked_words(search.text):
        words = CaseWord.objects.filter(case=OuterRef("pk"), word__startswith=word)
        found = found.filter(Exists(words))
    given = {"slug": search.procedure, "status": search.status}
    found = found.filter(**{name: value for name, value in given.items() if value})
    found = _between(found, "received_at", search).order_by("-received_at")
    return _page(found, search, _case_rows)


def _case_rows(found: list[Case]) -> list[CaseRow]:
    """As lists of cases show them, in the office's words."""
    return [
        replace(
            row,
            state_text=office_state_text(row.state),
            outcome=office_state_text(row.outcome) if row.outcome else "",
        )
        for row in case_rows(found)
    ]


def documents(actor: Actor, search: Search) -> Page[DocumentRow]:
    """Documents by title, number, verification code, or the hash of now or of an earlier version."""
    found = Document.objects.filter(case__in=visible_cases(actor)).select_related("case")
    if text := search.text.strip():
        found = found.filter(_document_like(text))
    if search.radicado:
        found = found.filter(case__radicado=search.radicado)
    found = _between(found, "issued_at", search).order_by("-issued_at").defer("content")
    return _page(found, search, lambda some: [_document(one) for one in some])


def officials(actor: Actor, search: Search) -> Page[OfficialRow]:
    """Accounts with a role, by name, e-mail, position or role; only for auditors."""
    found = get_user_model().objects.filter(groups__isnull=False)
    if not actor.is_auditor:
        found = found.none()
    for word in search.text.split():
        found = found.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(email__icontains=word)
            | Q(position__icontains=word)
            | Q(groups__name__icontains=word)
        )
    found = found.distinct().order_by("first_name", "last_name").prefetch_related("groups")
    return _page(found, search, lambda some: [_official(one) for one in some])


def events(actor: Actor, search: Search) -> Page[EventRow]:
    """Events by kind, who did it, case and days, the newest first."""
    found = Event.objects.filter(case__in=visible_cases(actor))
    found = found.filter(kind__startswith=search.kind) if search.kind else found
    found = _by_actor(_of_case(found, search), search)
    found = _between(found, "at", search).order_by("-pk")
    told = found.annotate(number=F("case__radicado")).defer("data")
    return _page(told, search, lambda some: [_event(one) for one in some])


def readings(actor: Actor, search: Search) -> Page[Any]:
    """Readings by who read, case and days, the newest first; only for auditors.

    Each row is the radicado and the reading.
    """
    found = Reading.objects.select_related("leaf", "case")
    found = found if actor.is_auditor else found.none()
    found = _by_actor(_of_case(found, search), search)
    found = _between(found, "at", search).order_by("-at", "-pk")
    return _page(
        found,
        search,
        lambda some: [
            (one.case.radicado if one.case else "", told)
            for one, told in zip(some, views(some), strict=True)
        ],
    )


def _of_case(found: QuerySet[M], search: Search) -> QuerySet[M]:
    return found.filter(case__radicado=search.radicado) if search.radicado else found


def _by_actor(found: QuerySet[M], search: Search) -> QuerySet[M]:
    if search.actor_id is not None:
        found = found.filter(actor_id=search.actor_id)
    return found.filter(actor_name__icontains=search.actor) if search.actor else found


def _between(found: QuerySet[M], field: str, search: Search) -> QuerySet[M]:
    """By days of the legal time of Colombia, both included."""
    if search.since:
        found = found.filter(**{f"{field}__gte": datetime.combine(search.since, time(), BOGOTA)})
    if search.until:
        end = datetime.combine(search.until + timedelta(days=1), time(), BOGOTA)
        found = found.filter(**{f"{field}__lt": end})
    return found


def _page(
    found: QuerySet[Any, Any], search: Search, told: Callable[[list[Any]], Sequence[Row]]
) -> Page[Row]:
    number = max(search.page, 1)
    some = list(found[(number - 1) * SIZE : number * SIZE + 1])
    return Page(rows=told(some[:SIZE]), number=number, has_next=len(some) > SIZE)


def _document_like(text: str) -> Q:
    like = Q(title__icontains=text) | Q(number__icontains=text)
    like |= Q(verification_code=normalise(text))
    if len(text) == _SHA256:
        earlier = DocumentVersion.objects.filter(sha256=text.lower()).values("document")
        like |= Q(sha256=text.lower()) | Q(pk__in=earlier)
    return like


def _document(document: Document) -> DocumentRow:
    return DocumentRow(
        title=str(document),
        verification_code=document.verification_code,
        sha256=document.sha256,
        status=gettext(document.get_status_display()),
        signer=document.signer,
        issued_at=document.issued_at,
        radicado=document.case.radicado or "",
    )


def _official(one: Any) -> OfficialRow:
    return OfficialRow(
        id=one.pk,
        name=str(one),
        email=one.email,
        position=one.position,
        groups=", ".join(sorted(role_text(group.name) for group in one.groups.all())),
        is_active=one.is_active,
    )


def _event(event: Any) -> EventRow:
    return EventRow(
        at=event.at,
        kind=event.kind,
        actor=event.actor_name or event.actor_kind,
        radicado=event.number or "",
        seq=event.seq,
    )


def statuses() -> list[tuple[str, str]]:
    """States by which cases are filtered, with their names."""
    field = Case._meta.get_field("status")
    choices = [(str(value), str(label)) for value, label in field.choices or ()]
    return [(value, gettext(label)) for value, label in choices if value != "draft"]
