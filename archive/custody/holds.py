"""Legal holds: while one stands, nothing of the expediente is transferred for good or removed.

The store holds the objects too, so that not even our own credentials could remove them.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from archive.errors import ExpedienteGone, ExpedienteUnknown, GroundsMissing, HoldUnknown
from archive.models import Expediente, Holding, LegalHold, RecordStage
from archive.records import ledger
from archive.records.ledger import Who, chain_of_expediente
from archive.stores import Store


def is_held(expediente: Expediente) -> bool:
    """Whether a hold stands on it."""
    return LegalHold.objects.filter(expediente=expediente, released_at=None).exists()


@transaction.atomic
def place(  # noqa: PLR0913  options by name only
    number: str, *, reason: str, authority: str, act: str, who: Who, store: Store, now: datetime
) -> LegalHold:
    """Hold an expediente.

    Args:
        number: of the expediente.
        reason: why.
        authority: who ordered it.
        act: by which act.
        who: who writes it down.
        store: where its objects are held too.
        now: moment, aware.

    Raises:
        ExpedienteUnknown: there is none of that number.
        ExpedienteGone: it was eliminated.
        GroundsMissing: reason, authority or act is empty.
        StoreUnavailable: the store did not answer; nothing was written.
    """
    if not (reason.strip() and authority.strip() and act.strip()):
        raise GroundsMissing
    expediente = Expediente.objects.select_for_update().filter(number=number).first()
    if expediente is None:
        raise ExpedienteUnknown(number=number)
    if expediente.stage == RecordStage.ELIMINATED:
        raise ExpedienteGone(number=number)
    hold = LegalHold.objects.create(
        expediente=expediente,
        reason=reason.strip(),
        authority=authority.strip(),
        act=act.strip(),
        placed_by_id=who.id,
        placed_by=who.name,
        placed_at=now,
    )
    told = {"hold": str(hold.id), "authority": hold.authority, "act": hold.act}
    ledger.append(chain_of_expediente(number), "hold.placed", who, now, told)
    # Last: if the store fails nothing is written, and an object held too much does no harm.
    for key in _keys(expediente):
        store.hold(key)
    return hold


@transaction.atomic
def release(hold_id: UUID, *, reason: str, who: Who, store: Store, now: datetime) -> LegalHold:
    """Let an expediente go again, with the reason.

    Raises:
        HoldUnknown: there is no such hold, or it was released.
        GroundsMissing: no reason was given.
        StoreUnavailable: the store did not answer; nothing was written.
    """
    if not reason.strip():
        raise GroundsMissing
    wanted = LegalHold.objects.filter(pk=hold_id, released_at=None).first()
    if wanted is None:
        raise HoldUnknown
    expediente = Expediente.objects.select_for_update().get(pk=wanted.expediente_id)
    hold = LegalHold.objects.select_for_update().get(pk=hold_id)
    if hold.released_at is not None:
        raise HoldUnknown
    hold.released_at, hold.released_by, hold.released_by_id = now, who.name, who.id
    hold.released_because = reason.strip()
    hold.save()
    ledger.append(
        chain_of_expediente(expediente.number), "hold.released", who, now, {"hold": str(hold.id)}
    )
    for key in _keys(expediente):
        if not _is_held_elsewhere(key):
            store.release(key)
    return hold


def cover(number: str, store: Store) -> None:
    """Hold what has entered a held expediente since; an object that is held stays so."""
    expediente = Expediente.objects.filter(number=number).first()
    if expediente is not None and is_held(expediente):
        for key in _keys(expediente):
            store.hold(key)


def _keys(expediente: Expediente) -> list[str]:
    holdings = expediente.holdings.filter(removed_on=None)
    return sorted(set(holdings.values_list("store_key", flat=True)))


def _is_held_elsewhere(key: str) -> bool:
    """Equal bytes are one object: another held expediente may have it too."""
    held = LegalHold.objects.filter(released_at=None).values("expediente")
    return Holding.objects.filter(store_key=key, removed_on=None, expediente__in=held).exists()
