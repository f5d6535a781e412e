"""The archive proves itself when a process starts: nobody works on one that does not keep what it locks."""

import logging

from django.conf import settings

from archive.stores import StoreNotWorm, StoreUnavailable, open_store, prove
from engine.commands import clock

_log = logging.getLogger(__name__)


def demand_sound_archive() -> None:
    """Prove the store of the settings, and keep the evidence.

    A store that does not answer now stops nobody: it has to prove itself before the first write.

    Raises:
        StoreNotWorm: it lets a locked object be changed.
        StoreUnknown: no store speaks the address of the settings.
    """
    today = clock.today()
    try:
        prove(open_store(settings.ARCHIVE_URL), today)
    except StoreNotWorm as error:
        _log.critical("the archive does not keep what it locks: %s", error.attempt)
        raise
    except StoreUnavailable as error:
        _log.warning("the archive does not answer: %s", error)
