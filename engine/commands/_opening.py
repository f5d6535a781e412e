"""Turns what the runtime opened (values) into rows, not yet written."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model

from engine import runtime
from engine.clock import BOGOTA, Term, due
from engine.commands import _inline
from engine.commands._failures import model_failures
from engine.commands._naming import require_model_fits
from engine.commands._reckoning import reckon
from engine.models import Job, Subscription, SubscriptionKind, Timer, WorkItem

if TYPE_CHECKING:
    from engine.commands._work import Work

_NAME_LENGTH = 200


def is_inline(opened: runtime.OpenedJob) -> bool:
    """Whether the command itself does the task."""
    return opened.type in _inline.TABLE


def item(work: Work, opened: runtime.OpenedItem) -> WorkItem:
    """A work item, in the hands of the person whom the model names or offered to its roles."""
    row = WorkItem(
        case=work.case,
        token=opened.token,
        process_id=opened.process_id,
        element_id=opened.element_id,
        name=(opened.name or opened.element_id)[:_NAME_LENGTH],
        created_at=work.now,
        form_id=opened.form_id or "",
        due_on=_due_on(work, opened),
        priority=50 if opened.priority is None else opened.priority,
        groups=list(dict.fromkeys(opened.candidate_groups)),
        headers=dict(opened.headers),
        properties=dict(opened.properties),
    )
    if opened.assignee:
        _give(work, row, opened.assignee)
    work.record(
        "item.opened",
        item=str(row.id),
        element=row.element_id,
        name=row.name,
        groups=sorted(row.groups),
    )
    return row


def job(work: Work, opened: runtime.OpenedJob) -> Job:
    """A job; its variables stay in the case's state."""
    return Job(
        case=work.case,
        token=opened.token,
        process_id=opened.process_id,
        element_id=opened.element_id,
        name=(opened.name or opened.element_id)[:_NAME_LENGTH],
        type=opened.type,
        retries_left=opened.retries,
        headers=dict(opened.headers),
        properties=dict(opened.properties),
        created_at=work.now,
        run_after=work.now,
    )


def timer(work: Work, opened: runtime.OpenedTimer) -> Timer:
    """A timer, with its moment reckoned on the clock that it follows."""
    with model_failures():
        due_at, running = reckon(opened, work.case, work.calendar, work.today)
    return Timer(
        case=work.case,
        token=opened.token,
        process_id=opened.process_id,
        element_id=opened.element_id,
        name=(opened.name or opened.element_id)[:_NAME_LENGTH],
        created_at=work.now,
        due_at=due_at,
        on_case_clock=opened.is_on_case_clock,
        running_term=running,
    )


def message(work: Work, opened: runtime.OpenedSubscription) -> Subscription:
    """A subscription to a message.

    Raises:
        CaseStuck: its name or key is longer than any message's.
    """
    key = str(opened.correlation_key or "")
    require_model_fits(opened.process_id, opened.element_id, name=opened.message, key=key)
    work.record("message.awaited", message=opened.message, element=opened.element_id)
    return Subscription(
        case=work.case,
        kind=SubscriptionKind.MESSAGE,
        token=opened.token,
        process_id=opened.process_id,
        element_id=opened.element_id,
        name=opened.message,
        message=opened.message,
        correlation_key=key,
        created_at=work.now,
    )


def signal(work: Work, opened: runtime.OpenedSignal) -> Subscription:
    """A subscription to a signal.

    Raises:
        CaseStuck: its name is longer than any signal's.
    """
    require_model_fits(opened.process_id, opened.element_id, name=opened.signal)
    work.record("signal.awaited", signal=opened.signal, element=opened.element_id)
    return Subscription(
        case=work.case,
        kind=SubscriptionKind.SIGNAL,
        token=opened.token,
        process_id=opened.process_id,
        element_id=opened.element_id,
        name=opened.signal,
        message=opened.signal,
        created_at=work.now,
    )


def _due_on(work: Work, opened: runtime.OpenedItem) -> date | None:
    value = opened.due
    if isinstance(value, datetime):
        return value.astimezone(BOGOTA).date() if value.tzinfo else value.date()
    if isinstance(value, str):
        with model_failures():
            return due(work.today, Term.parse(value), work.calendar)
    return value


def _give(work: Work, row: WorkItem, email: str) -> None:
    """Put the item into the hands of whom the model names by e-mail; its roles have it otherwise."""
    person = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        work.record("item.assignee-unknown", element=row.element_id)
        return
    row.claim()
    row.assignee = person
    row.claimed_at = work.now
