"""Where custody acts meet the seal and the store: sealing an approved act, carrying one out."""

import contextlib
import logging
from uuid import UUID, uuid5

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from archive.custody.act_paper import KIND, act_paper, keep_document, retention_of, title_of
from archive.custody.acts import find
from archive.custody.transfers import Progress, carry_out
from archive.models import ActState, CustodyAct, Holding
from archive.records.incorporation import Arrival
from archive.stores import Store, open_store
from archive.stores.errors import StoreError
from engine.clock import BOGOTA
from engine.commands import clock
from engine.jobs import workshop
from engine.jobs.letterhead import letterhead

_LOG = logging.getLogger(__name__)


def seal_act(act_id: UUID) -> Holding:
    """Render, seal and archive an approved act; one that is sealed stays as it is.

    Raises:
        ActUnknown, ActStateRefused: there is no approved act of that id.
        SignatureError: by its code, when it cannot be sealed now; the act waits.
        StoreUnavailable: the store did not answer; the act waits.
    """
    act = find(act_id)
    if act.document is not None:
        return act.document
    shop, moment = workshop.current(), clock.now()
    rendered = act_paper(act, entity=letterhead(shop.entity), issued_at=moment)
    signed = shop.seal.seal(
        rendered.pdf, reason=title_of(act), location=shop.entity.municipality, now=moment
    )
    until = retention_of(moment.astimezone(BOGOTA).date())
    stored = shop.store.put(signed.pdf, media_type="application/pdf", retain_until=until)
    arrival = Arrival(
        document_id=uuid5(act.id, KIND),
        kind=KIND,
        title=title_of(act),
        number=act.number,
        created_at=moment,
        pages=rendered.pages,
        media_type="application/pdf",
        size_bytes=len(signed.pdf),
        sha256=signed.sha256,
        store_key=stored.key,
        retain_until=stored.retain_until,
    )
    return keep_document(act_id, arrival, level=signed.level, now=moment)


def announce(act_id: UUID) -> None:
    """Tell the workers that an act was started; a lost message is found by the sweep."""
    with contextlib.suppress(OperationalError, OSError):
        current_app.send_task("engine.custody.carry_out", args=[str(act_id)])


def carry_out_act(act_id: UUID) -> Progress:
    """Carry out what is left of a started act.

    Raises:
        StoreError: a store refused or did not answer; what was done stays done, the sweep tries again.
    """
    moment = clock.now()
    return carry_out(act_id, _stores(), today=moment.astimezone(BOGOTA).date(), now=moment)


def _stores() -> list[Store]:
    """The archive's store, and its replica: what is eliminated is eliminated in both."""
    replica = settings.ARCHIVE_REPLICA_URL
    return [workshop.current().store, *([open_store(replica)] if replica else [])]


def carry_out_started() -> None:
    """Go on with acts that were started and not finished; one that cannot go on leaves the others."""
    for act_id in CustodyAct.objects.filter(state=ActState.EXECUTING).values_list("pk", flat=True):
        try:
            carry_out_act(act_id)
        except StoreError:
            _LOG.exception("custody act %s could not go on", act_id)
