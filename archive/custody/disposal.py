"""Removing the bytes of an expediente; its rows, its index and the act stay.

All is checked again here, under the lock of the row, whatever was approved: the date of every object, holds,
and whether another expediente has the same bytes. The store refuses on its own account too.
"""

import contextlib
from collections.abc import Iterable
from datetime import date

from archive.custody.holds import is_held
from archive.models import ArchiveChain, EntryCheck, Expediente, Holding
from archive.records.incorporation import INDEX_KINDS
from archive.stores import Store
from archive.stores.errors import ObjectMissing

_LOCK = "eliminaciones"


def refusal(expediente: Expediente, stores: Iterable[Store], today: date) -> str:
    """Why nothing of it may be removed, as a code; empty when all of it may."""
    if is_held(expediente):
        return "expediente-held"
    holdings = removable(expediente)
    if any(holding.retain_until >= today for holding in holdings):
        return "retention-active"
    for store in stores:
        if code := _refused_by_store(store, own_keys(expediente, holdings), today):
            return code
    return ""


def remove(expediente: Expediente, stores: Iterable[Store], today: date) -> int:
    """Remove the bytes that only this expediente has; how many objects went.

    The caller holds the lock of its row and asked `refusal` first. What a broken-off try removed is
    missing already, and that is no failure.

    Raises:
        RetentionActive, ObjectHeld: the store refuses, whatever our tables say.
        StoreUnavailable: it did not answer; the caller's transaction is undone and tried again.
    """
    _one_at_a_time()
    holdings = removable(expediente)
    keys = own_keys(expediente, holdings)
    for store in stores:
        for key in keys:
            with contextlib.suppress(ObjectMissing):
                store.delete(key, today)
    for holding in holdings:
        holding.removed_on = today
        holding.save(update_fields=["removed_on"])
    return len(keys)


def removable(expediente: Expediente) -> list[Holding]:
    """What it holds that an elimination removes: all but its indexes."""
    return list(expediente.holdings.filter(removed_on=None).exclude(kind__in=INDEX_KINDS))


def own_keys(expediente: Expediente, holdings: Iterable[Holding]) -> list[str]:
    """Objects, with their preservation copies, that no other expediente has."""
    keys = {holding.store_key for holding in holdings}
    copies = EntryCheck.objects.filter(store_key__in=keys).exclude(copy_key="")
    keys |= set(copies.values_list("copy_key", flat=True))
    elsewhere = Holding.objects.filter(removed_on=None).exclude(expediente=expediente)
    shared = elsewhere.filter(store_key__in=keys).values_list("store_key", flat=True)
    return sorted(keys - set(shared))


def _refused_by_store(store: Store, keys: Iterable[str], today: date) -> str:
    for key in keys:
        with contextlib.suppress(ObjectMissing):
            if store.stat(key).retain_until >= today:
                return "retention-active"
            if store.is_held(key):
                return "object-held"
    return ""


def _one_at_a_time() -> None:
    """Of two expedientes with the same bytes, the second to go has to see that the first went."""
    ArchiveChain.objects.get_or_create(name=_LOCK)
    ArchiveChain.objects.select_for_update().get(name=_LOCK)
