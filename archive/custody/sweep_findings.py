"""The findings of the sweep as rows: noted when seen, kept, and resolved when seen right again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from archive.models import FindingKind, IntegrityFinding

RIGHT_AGAIN, REPAIRED = "seen-right-again", "repaired"


@dataclass(frozen=True)
class Seen:
    """Something wrong with one object."""

    kind: FindingKind
    key: str
    detail: str = ""


def note(seen: Iterable[Seen], now: datetime) -> int:
    """Keep what was seen; how many of it are new."""
    new = 0
    for one in seen:
        _, is_new = IntegrityFinding.objects.update_or_create(
            kind=one.kind,
            store_key=one.key,
            resolved_at=None,
            defaults={"last_seen": now, "detail": one.detail[:250]},
            create_defaults={"first_seen": now, "last_seen": now, "detail": one.detail[:250]},
        )
        new += is_new
    return new


def resolve_between(
    after: str, until: str | None, seen: Iterable[Seen], now: datetime, *, with_replica: bool
) -> None:
    """Resolve the open findings of a stretch of keys that was read and where they were not seen.

    Args:
        after: key before the stretch.
        seen: what was seen in it.
        now: moment of the reading, aware.
        until: last key of the stretch; None: to the end.
        with_replica: whether the replica was read too.
    """
    rows = open_findings().filter(store_key__gt=after)
    if until is not None:
        rows = rows.filter(store_key__lte=until)
    if not with_replica:
        rows = rows.exclude(kind=FindingKind.REPLICA_CHANGED)
    still = {(one.kind.value, one.key) for one in seen}
    gone = [row.pk for row in rows if (row.kind, row.store_key) not in still]
    _resolve(IntegrityFinding.objects.filter(pk__in=gone), now, RIGHT_AGAIN)


def resolve(finding: IntegrityFinding, now: datetime) -> None:
    """Note that the object was repaired."""
    _resolve(IntegrityFinding.objects.filter(pk=finding.pk), now, REPAIRED)


def open_findings() -> QuerySet[IntegrityFinding]:
    """What is wrong now."""
    return IntegrityFinding.objects.filter(resolved_at=None)


def _resolve(rows: QuerySet[IntegrityFinding], now: datetime, how: str) -> None:
    rows.update(resolved_at=now, resolution=how)
