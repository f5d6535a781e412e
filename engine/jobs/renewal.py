"""The long life of documents: looks at each signed one, and renews its archive timestamp in time.

Documents are taken one by one, each with its own end: one that fails keeps nobody from being renewed,
and stays on the list of what is at risk until it succeeds.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet

from archive.custody.holds import cover
from archive.stores import StoreError
from engine import commands
from engine.clock import BOGOTA
from engine.commands import clock
from engine.jobs import workshop
from engine.models import Document, RenewalTrouble
from signatures import trust
from signatures.errors import SignatureError, TimestampUnavailable
from signatures.timestamps.outlook import RenewalError, outlook
from signatures.timestamps.renewal import renew
from signatures.trust import TrustSettings

_log = logging.getLogger(__name__)
# A document that could not be renewed is tried again the next day, not at every sweep.
_PATIENCE = timedelta(hours=20)
Progress = Callable[[Document, str], None]


@dataclass
class Sweep:
    """What a sweep did.

    Attributes:
        looked_at: documents whose end was found out.
        failed: documents that stay at risk; `RenewalTrouble` says why.
        stopped: no timestamping service answered, so the rest waits.
    """

    looked_at: int = 0
    renewed: int = 0
    failed: int = 0
    stopped: bool = False


def sweep(limit: int = 500, progress: Progress = lambda document, outcome: None) -> Sweep:
    """Look at new documents, then renew those that are due, the most urgent first.

    Args:
        limit: how many of each at most.
        progress: told of each document and what became of it.
    """
    done, now, authority = Sweep(), clock.now(), trust.from_settings()
    for document in unseen(now)[:limit]:
        _look_at(document, authority, now, done, progress)
    for document in due(now)[:limit]:
        if done.stopped:
            break
        _renew(document, authority, now, done, progress)
    return done


def unseen(now: datetime) -> QuerySet[Document]:
    """Archived, signed documents whose end nobody has found out, the oldest first."""
    signed = _patient(now).filter(proven_until=None, signed_at__isnull=False)
    return signed.exclude(archive_key="").filter(media_type="application/pdf").order_by("signed_at")


def due(now: datetime) -> QuerySet[Document]:
    """Documents that have to be renewed now, by the date of their end."""
    return _patient(now).filter(proven_until__lte=horizon(now)).order_by("proven_until")


def horizon(now: datetime) -> date:
    """The day up to which evidence that ends is renewed already."""
    return now.astimezone(BOGOTA).date() + timedelta(days=settings.RENEWAL_DAYS)


def look_again() -> int:
    """Let every document be looked at anew, after the table of algorithms or trust changed."""
    RenewalTrouble.objects.all().delete()
    return Document.objects.exclude(proven_until=None).update(proven_until=None)


def _patient(now: datetime) -> QuerySet[Document]:
    fresh = Q(renewal_trouble__last_at__gt=now - _PATIENCE)
    return Document.objects.select_related("case").exclude(fresh)


def _look_at(
    document: Document, authority: TrustSettings, now: datetime, done: Sweep, progress: Progress
) -> None:
    try:
        found = outlook(workshop.current().store.get(document.archive_key), authority)
    except (RenewalError, StoreError) as error:
        _keep_trouble(document, error, now, done, progress)
        return
    Document.objects.filter(pk=document.pk).update(proven_until=found.ends_on)
    RenewalTrouble.objects.filter(document=document).delete()
    done.looked_at += 1
    progress(document, found.ends_on.isoformat())


def _renew(
    document: Document, authority: TrustSettings, now: datetime, done: Sweep, progress: Progress
) -> None:
    try:
        _renewed(document, authority, now)
    except TimestampUnavailable as error:
        # Nothing is wrong with the document: the next sweep takes it up where this one stopped.
        done.stopped = True
        progress(document, error.code)
    except (RenewalError, StoreError, SignatureError) as error:
        _keep_trouble(document, error, now, done, progress)
    else:
        done.renewed += 1
        progress(document, "renewed")


def _renewed(document: Document, authority: TrustSettings, now: datetime) -> None:
    store = workshop.current().store
    made = renew(store.get(document.archive_key), authority, now=now)
    until = document.retain_until or now.astimezone(BOGOTA).date()
    stored = store.put(made.pdf, media_type=document.media_type, retain_until=until)
    commands.renew_document(
        commands.RenewDocument(
            document_id=document.id,
            case_id=document.case_id,
            before=document.sha256,
            sha256=made.sha256,
            archive_key=stored.key,
            size_bytes=len(made.pdf),
            level=made.level,
            reason=made.before.reason,
            tsa=made.before.tsa,
            new_tsa=made.after.tsa,
            proven_until=made.after.ends_on,
        )
    )
    cover(document.case.expediente, store)


def _keep_trouble(
    document: Document, error: Exception, now: datetime, done: Sweep, progress: Progress
) -> None:
    code = str(getattr(error, "code", type(error).__name__))
    known, is_new = RenewalTrouble.objects.get_or_create(
        document=document,
        defaults={
            "code": code,
            "detail": str(getattr(error, "detail", error))[:300],
            "first_at": now,
            "last_at": now,
        },
    )
    if not is_new:
        known.code, known.detail = code, str(getattr(error, "detail", error))[:300]
        known.last_at, known.times = now, F("times") + 1
        known.save()
    done.failed += 1
    _log.warning("document %s was not renewed: %s", document.id, code)
    progress(document, code)
