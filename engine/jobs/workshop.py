"""What handlers work with: the entity, the archive, the seal, the post and the exchange services.

One workshop is made from the settings for each process; a rehearsal brings its own, with a simulated
seal and a store that is thrown away.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol

from django.conf import settings

from archive.records.adopted import in_force
from archive.records.schedule import RetentionSchedule, load_trd
from archive.stores import Store, open_store
from bpmn.entity import Entity, trd_source
from bpmn.entity import load as load_entity
from engine.commands import clock
from engine.commands.lending import lending
from engine.exchange import ExchangeService
from engine.exchange.directory import services_of
from engine.exchange.http import Access
from signatures import keys, pades, trust
from signatures.pades import SignedPdf

# What a rehearsal only pretends to sign says so in its level.
REHEARSED_LEVEL = "ENSAYO"


@dataclass(frozen=True)
class Letter:
    """A message that would have gone out."""

    to: tuple[str, ...]
    subject: str
    text: str


class Seal(Protocol):
    """The entity's seal for documents that no person signs."""

    def seal(
        self,
        pdf: bytes,
        *,
        reason: str,
        location: str,
        now: datetime,
        profile: pades.Profile = pades.B_LTA,
    ) -> SignedPdf:
        """Seal the PDF.

        Raises:
            SignatureError: by its code, for example when the timestamp cannot be had.
        """
        ...


class EntitySeal:
    """The entity's sealing key, wherever it lives: opened once for each process and each seal."""

    def __init__(self, password: str) -> None:
        self._password = password
        self._opened: tuple[int, keys.OpenKey] | None = None

    def seal(
        self,
        pdf: bytes,
        *,
        reason: str,
        location: str,
        now: datetime,
        profile: pades.Profile = pades.B_LTA,
    ) -> SignedPdf:
        """Seal at PAdES B-LT or above, with the timestamp of the configured TSA."""
        return pades.sign(
            pdf,
            self._key(now),
            field="Sello",
            profile=profile,
            reason=reason,
            location=location,
            authority=trust.from_settings(),
            now=now,
        )

    def _key(self, now: datetime) -> keys.OpenKey:
        # Somebody may have registered a new seal since: the old one must not go on.
        current = keys.seal_key().pk
        if self._opened is None or self._opened[0] != current:
            self._opened = current, keys.open_seal(self._password, now=now)
        return self._opened[1]


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """Everything outside the case that a handler may use.

    Attributes:
        keeps_copies: whether what enters the archive is checked and copied for the long term.
        held_letters: where letters are laid instead of being sent; None where they go out.
    """

    entity: Entity
    store: Store
    written_schedule: RetentionSchedule
    seal: Seal
    exchange: Mapping[str, ExchangeService]
    public_url: str
    keeps_copies: bool = True
    held_letters: list[Letter] | None = None

    @property
    def schedule(self) -> RetentionSchedule:
        """The TRD in force today: the adopted one, or the entity's file while none is adopted."""
        return in_force(clock.today()) or self.written_schedule


_lent: ContextVar[Workshop | None] = ContextVar("lent_workshop", default=None)


def current() -> Workshop:
    """The workshop of this process, or the one that a rehearsal lent."""
    return _lent.get() or _from_settings()


def lend(workshop: Workshop) -> AbstractContextManager[None]:
    """Use another workshop for what runs inside."""
    return lending(_lent, workshop)


def reset() -> None:
    """Forget the workshop of this process, after its settings or keys changed."""
    _from_settings.cache_clear()


@cache
def _from_settings() -> Workshop:
    entity = load_entity(settings.ENTITY)
    return Workshop(
        entity=entity,
        store=open_store(settings.ARCHIVE_URL),
        written_schedule=load_trd(trd_source(settings.ENTITY)),
        seal=EntitySeal(settings.SEAL_PASSWORD),
        exchange=services_of(settings.ENTITY, _access()),
        public_url=settings.PUBLIC_URL,
    )


def _access() -> Access:
    return Access(
        url=settings.EXCHANGE_URL,
        urls=settings.EXCHANGE_SERVICES,
        secret=settings.EXCHANGE_SECRET,
        timeout_seconds=settings.EXCHANGE_TIMEOUT_SECONDS,
    )
