"""Whether somebody may sign in the name of an office on a day, and the acts that say so."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime

from signatures.errors import (
    AuthorityDatesRefused,
    AuthorityForOneself,
    AuthorityOverlaps,
    KeyReasonMissing,
    NotAuthorisedToSign,
)
from signatures.models import AuthorityKind, SigningAuthority


@dataclass(frozen=True, kw_only=True)
class Authority:
    """By what act somebody signs for an office; kept with each signature."""

    authority_id: int
    office: str
    position: str
    kind: AuthorityKind
    act: str
    act_date: date
    valid_from: date
    valid_until: date | None

    def facts(self) -> dict[str, str]:
        """What an event and a document keep of it."""
        return {
            "id": str(self.authority_id),
            "office": self.office,
            "position": self.position,
            "kind": str(self.kind),
            "act": self.act,
            "actDate": self.act_date.isoformat(),
            "from": self.valid_from.isoformat(),
            "until": self.valid_until.isoformat() if self.valid_until else "",
        }


@dataclass(frozen=True, kw_only=True)
class Grant:
    """An act that is to be registered.

    Attributes:
        act: kind and number, for example `Decreto 012`.
        valid_until: last day; None while the act gives none.
    """

    user_id: int
    office: str
    position: str
    kind: AuthorityKind
    act: str
    act_date: date
    valid_from: date
    valid_until: date | None = None


def authority_of(user_id: int | None, office: str, on: date) -> Authority:
    """The act by which the person signs for the office on a day; the newest one, if there are several.

    Args:
        user_id: who signs.
        office: code of the office in whose name.
        on: day of the signature, in the entity's time zone.

    Raises:
        NotAuthorisedToSign: there is none.
    """
    acts = SigningAuthority.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        user_id=user_id or 0,
        office=office,
        valid_from__lte=on,
    )
    for act in acts:
        if act.revoked_at is None or on < localtime(act.revoked_at).date():
            return _value(act)
    raise NotAuthorisedToSign(office=office, on=on)


def grant(asked: Grant, *, by: int | None, now: datetime) -> SigningAuthority:
    """Register an act.

    Args:
        asked: the act.
        by: id of who registers it; None for a command of the installation.
        now: aware.

    Raises:
        AuthorityForOneself: who registers it is who would sign by it.
        AuthorityDatesRefused: it ends before it begins, or begins before the act's own date.
        AuthorityOverlaps: the person has one for that office on some of those days.
    """
    if by is not None and by == asked.user_id:
        raise AuthorityForOneself
    if asked.valid_until is not None and asked.valid_until < asked.valid_from:
        raise AuthorityDatesRefused
    if asked.valid_from < asked.act_date:
        raise AuthorityDatesRefused
    with transaction.atomic():
        if _overlaps(asked):
            raise AuthorityOverlaps
        return SigningAuthority.objects.create(
            user_id=asked.user_id,
            office=asked.office,
            position=asked.position,
            kind=asked.kind,
            act=asked.act,
            act_date=asked.act_date,
            valid_from=asked.valid_from,
            valid_until=asked.valid_until,
            registered_at=now,
            registered_by_id=by,
        )


def end_early(authority_id: int, reason: str, *, by: int | None, now: datetime) -> None:
    """End an authority today: from this day on nobody signs by it; what was signed stays signed.

    Raises:
        KeyReasonMissing: there is no reason.
        SigningAuthority.DoesNotExist: there is none of that id that still stands.
    """
    if not reason.strip():
        raise KeyReasonMissing
    with transaction.atomic():
        act = SigningAuthority.objects.select_for_update().get(
            pk=authority_id, revoked_at__isnull=True
        )
        act.revoked_at, act.revoked_by_id, act.revocation_reason = now, by, reason.strip()
        act.save(update_fields=["revoked_at", "revoked_by", "revocation_reason"])


def _overlaps(asked: Grant) -> bool:
    standing = SigningAuthority.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=asked.valid_from),
        user_id=asked.user_id,
        office=asked.office,
        revoked_at__isnull=True,
    )
    if asked.valid_until is not None:
        standing = standing.filter(valid_from__lte=asked.valid_until)
    return standing.exists()


def _value(act: SigningAuthority) -> Authority:
    return Authority(
        authority_id=act.pk,
        office=act.office,
        position=act.position,
        kind=AuthorityKind(act.kind),
        act=act.act,
        act_date=act.act_date,
        valid_from=act.valid_from,
        valid_until=act.valid_until,
    )
