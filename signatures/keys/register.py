"""What is shown of keys and of authorities: values for pages, without anything that opens a key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import localtime

from signatures.models import KeyEvent, KeyKind, KeyStorage, SigningAuthority, SigningKey
from signatures.moment import moment

NEAR_DAYS = 60


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One line of a key's history.

    Attributes:
        what: kind of event, in words.
        who: name of who did it; empty for a command of the installation.
        details: reason and how the owner was recognised.
    """

    what: str
    at: datetime
    who: str
    details: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class KeyView:
    """A key as its owner and administrators see it.

    Attributes:
        where: kind of storage, in words.
        place: names of token and key, or of service and credential; empty for a file.
        days_left: until its certificate is over; negative when it is.
    """

    id: int
    holder: str
    subject: str
    where: str
    storage: str
    place: str
    not_before: datetime
    not_after: datetime
    days_left: int
    active: bool
    blocked_until: datetime | None
    history: tuple[Happening, ...]

    @property
    def is_over(self) -> bool:
        """Whether the certificate has ended."""
        return self.days_left < 0

    @property
    def is_near_its_end(self) -> bool:
        """Whether it will, soon."""
        return 0 <= self.days_left <= NEAR_DAYS


@dataclass(frozen=True, kw_only=True)
class AuthorityView:
    """An act by which somebody signs for an office.

    Attributes:
        kind: titular, encargado or delegado, in words.
        state: `now`, `later`, `over` or `revoked`.
    """

    id: int
    office: str
    position: str
    kind: str
    act: str
    act_date: date
    valid_from: date
    valid_until: date | None
    state: str
    revoked_at: datetime | None
    reason: str


def keys_of(user_id: int | None, *, now: datetime | None = None) -> list[KeyView]:
    """All keys of a person, or of the entity (None); the active one first, then the newest."""
    kind = KeyKind.SEAL if user_id is None else KeyKind.PERSON
    kept = SigningKey.objects.filter(owner_id=user_id, kind=kind).order_by("-active", "-pk")
    return [_key(key, moment(now)) for key in kept]


def active_keys(user_ids: Iterable[int], *, now: datetime | None = None) -> dict[int, KeyView]:
    """The active key of each person who has one."""
    kept = SigningKey.objects.filter(owner_id__in=user_ids, kind=KeyKind.PERSON, active=True)
    return {key.owner_id: _key(key, moment(now)) for key in kept if key.owner_id is not None}


def authorities_of(user_id: int, on: date) -> list[AuthorityView]:
    """All acts of a person, the newest first."""
    return [_act(act, on) for act in SigningAuthority.objects.filter(user_id=user_id)]


def offices_of(user_ids: Iterable[int], on: date) -> dict[int, list[str]]:
    """Positions that each person may sign for on a day."""
    found: dict[int, list[str]] = {}
    acts = SigningAuthority.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        user_id__in=user_ids,
        valid_from__lte=on,
    )
    for act in acts:
        if _state(act, on) == "now":
            found.setdefault(act.user_id, []).append(act.position)
    return found


def _key(key: SigningKey, now: datetime) -> KeyView:
    blocked = key.blocked_until if key.blocked_until and now < key.blocked_until else None
    return KeyView(
        id=key.pk,
        holder=key.label,
        subject=key.subject,
        where=KeyStorage(key.storage).label,
        storage=key.storage,
        place=_place(key),
        not_before=key.not_before,
        not_after=key.not_after,
        days_left=(key.not_after - now).days,
        active=key.active,
        blocked_until=blocked,
        history=tuple(_happening(event) for event in key.history.select_related("actor")),
    )


def _place(key: SigningKey) -> str:
    if key.storage == KeyStorage.PKCS11:
        return f"{key.place['token']} · {key.place['key_label'] or key.place['key_id']}"
    if key.storage == KeyStorage.CSC:
        return f"{key.place['service']} · {key.place['credential']}"
    return ""


def _happening(event: KeyEvent) -> Happening:
    return Happening(
        what=event.get_kind_display(),
        at=event.at,
        who=str(event.actor) if event.actor else "",
        details=dict(event.details),
    )


def _act(act: SigningAuthority, on: date) -> AuthorityView:
    return AuthorityView(
        id=act.pk,
        office=act.office,
        position=act.position,
        kind=act.get_kind_display(),
        act=act.act,
        act_date=act.act_date,
        valid_from=act.valid_from,
        valid_until=act.valid_until,
        state=_state(act, on),
        revoked_at=act.revoked_at,
        reason=act.revocation_reason,
    )


def _state(act: SigningAuthority, on: date) -> str:
    if act.revoked_at is not None and localtime(act.revoked_at).date() <= on:
        return "revoked"
    if on < act.valid_from:
        return "later"
    return "over" if act.valid_until is not None and act.valid_until < on else "now"
