"""The log of all events gets its new leaves and a timestamped head, again and again.

Commands know nothing of it: they append to their own case's chain. While no timestamping service
answers, events get their places and the next head covers them all.
"""

import hashlib

from django.conf import settings

from engine.commands import clock
from engine.events import checking, sequence
from engine.models import LogHead
from signatures import timestamps, trust
from signatures.trust import TrustSettings

_AT_ONCE = 2000


def seal_log(*, is_whole: bool = False) -> LogHead | None:
    """Place the new events and stamp the log as it is then; None when nothing is new.

    Args:
        is_whole: look through all events for one without a place, however old.

    Raises:
        TimestampUnavailable: no service gave a timestamp; the events have their places.
    """
    now = clock.now()
    while sequence.place_new(now, _AT_ONCE, is_whole=is_whole) == _AT_ONCE:
        pass
    head = sequence.head(log_name())
    if head is None:
        return None
    stamp = timestamps.stamp(head.digest, trust.from_settings())
    sealed, _ = LogHead.objects.get_or_create(
        tree_size=head.tree_size,
        defaults={
            "root_hash": head.root_hash.hex(),
            "text": head.text,
            "token": stamp.token,
            "tsa": stamp.tsa,
            "at": stamp.at,
            "last_event": head.last_event,
        },
    )
    return sealed


def log_name() -> str:
    """Whose events these are: part of every head, so that no other log's head can stand in."""
    return f"ventanilla:{settings.ENTITY}"


def refusal(head: LogHead, authority: TrustSettings) -> str:
    """Why a head's timestamp does not hold, or nothing."""
    digest = hashlib.sha256(head.text.encode()).digest()
    try:
        timestamps.check_stamp(bytes(head.token), digest, authority)
    except timestamps.TokenRejected as error:
        return str(error)
    return ""


def faults_of_log() -> "list[checking.LogFault]":
    """Everything in the log that does not hold; events are hashed again, tokens verified."""
    authority = trust.from_settings()
    return list(checking.faults(log_name(), lambda head: refusal(head, authority)))
