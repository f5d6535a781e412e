"""The log of all events gets its new leaves and a timestamped head, again and again.

Commands know nothing of it: they append to their own case's chain. While no timestamping service
answers, events get their places and the next head covers them all.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings

from engine.commands import clock
from engine.events import checking, sequence, verifying, witness
from engine.models import LogHead
from signatures import timestamps, trust
from signatures.trust import TrustSettings

_AT_ONCE = 2000
_log = logging.getLogger(__name__)


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
        keep_witness()
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
    keep_witness()
    return sealed


def keep_witness() -> int:
    """Keep the heads outside the database that are not there yet; how many they were."""
    try:
        return witness.keep_new(settings.LOG_WITNESS_DIR)
    except OSError:
        # The database keeps the heads; the next one brings these along.
        _log.exception("the witness of the log cannot be written in %s", settings.LOG_WITNESS_DIR)
        return 0


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


def verify_log(
    folders: Iterable[Path], progress: Callable[[int], None] = lambda done: None
) -> "list[verifying.Finding]":
    """Every event or reading that was changed, removed or reordered, by name.

    Args:
        folders: witnesses that are held against the database.
        progress: told of the entries that were hashed.
    """
    authority = trust.from_settings()
    return list(
        verifying.findings(log_name(), lambda head: refusal(head, authority), folders, progress)
    )
