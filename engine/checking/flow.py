"""The case's state against its rows: each token that waits has its row, and each open row its token."""

from collections.abc import Iterable, Iterator

from engine import runtime
from engine.checking.contents import Contents
from engine.models import CaseStatus, SubscriptionKind
from engine.models.waiting import WaitingPoint

# What somebody or something outside the case's own flow ends.
_OUTSIDE = frozenset({"item", "job", "message", "signal", "timer", "condition"})
_ENDS = {
    "ARCHIVADO": CaseStatus.CLOSED,
    "DESISTIDO_EXPRESO": CaseStatus.WITHDRAWN,
    "DESISTIDO_TACITO": CaseStatus.LAPSED,
}


def unreadable_state(found: Contents) -> Iterator[str]:
    """The frozen state is one of the case's version."""
    try:
        _ = found.tokens
    except runtime.ExecutionError as error:
        yield f"{error.code}: {error}"


def tokens_without_row(found: Contents) -> Iterator[str]:
    """Each token of kind item, job, message, signal or timer has its open row, at its element."""
    rows = _rows(found)
    for waiting in _tokens(found):
        if waiting.kind not in rows:
            continue
        place = rows[waiting.kind].get(waiting.token)
        if place != (waiting.process_id, waiting.element_id):
            yield f"{waiting.kind} {waiting.token} at {waiting.element_id}: {place}"


def rows_without_token(found: Contents) -> Iterator[str]:
    """Each open row has its token."""
    if not found.is_readable:
        return
    standing = {(waiting.kind, waiting.token) for waiting in found.tokens}
    for kind, rows in _rows(found).items():
        for token, (_, element_id) in rows.items():
            if (kind, token) not in standing:
                yield f"{kind} {token} at {element_id}"


def stuck(found: Contents) -> Iterator[str]:
    """A case that is under way waits for something that can come."""
    case = found.case
    if case.status == CaseStatus.DRAFT or not found.is_readable:
        return
    tokens = found.tokens
    if not tokens:
        if not case.is_over:
            yield f"{case.status} without a token"
    elif not any(token.kind in _OUTSIDE and not token.is_passive for token in tokens):
        yield ", ".join(f"{token.kind} at {token.element_id}" for token in tokens)


def unfit_status(found: Contents) -> Iterator[str]:
    """Status, state and dates of the case say the same."""
    case = found.case
    if case.status == CaseStatus.DRAFT:
        if case.frozen or case.radicado or case.event_count:
            yield "a draft with radicado, state or events"
        return
    begun = found.events[0].kind if found.events else "nothing"
    if begun not in ("case.filed", "case.started"):
        yield f"begins with {begun}"
    if begun == "case.filed" and not case.radicado:
        yield "filed without radicado"
    if case.state in _ENDS and case.status != _ENDS[case.state]:
        yield f"{case.status} in state {case.state}"
    if case.is_over != (case.closed_at is not None):
        yield f"{case.status}, closed at {case.closed_at}"
    if (case.status == CaseStatus.SUSPENDED) and case.suspended_at is None:
        yield "suspended, and no moment says since when"


def _tokens(found: Contents) -> tuple[runtime.Waiting, ...]:
    return found.tokens if found.is_readable else ()


def _rows(found: Contents) -> dict[str, dict[str, tuple[str, str]]]:
    of_message = SubscriptionKind.MESSAGE
    return {
        "item": _places(found.open_items),
        "job": _places(found.flow_jobs),
        "timer": _places(found.timers),
        "message": _places(row for row in found.subscriptions if row.kind == of_message),
        "signal": _places(row for row in found.subscriptions if row.kind != of_message),
    }


def _places(rows: Iterable[WaitingPoint]) -> dict[str, tuple[str, str]]:
    return {row.token: (row.process_id, row.element_id) for row in rows}
