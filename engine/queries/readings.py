"""Who read a case's personal data: for auditors all of it, for whose data it is what others read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engine.models import LogHead, Reading, ReadingPurpose
from engine.models.actor import Actor, ActorKind
from engine.queries.access import case_row

PAGE = 100
_PARTS = {
    "case": gettext_noop("Abrió la página del trámite"),
    "item": gettext_noop("Abrió una tarea del trámite"),
    "document": gettext_noop("Abrió un documento"),
    "story": gettext_noop("Leyó la historia completa"),
    "package": gettext_noop("Descargó el expediente"),
    "evidence": gettext_noop("Descargó las pruebas del trámite"),
    "proof": gettext_noop("Descargó la prueba de un evento"),
    "search": gettext_noop("Buscó"),
}


@dataclass(frozen=True, kw_only=True)
class ReadingView:
    """One reading, in words.

    Attributes:
        reader: name as it was then.
        position: of the official, as it is today.
        what: what was opened.
        ground: for what an auditor said that they read it, in Spanish as it was written.
        is_sealed: whether a stamped head of the log covers it.
    """

    at: datetime
    reader: str
    position: str
    what: str
    part: str
    purpose: str
    purpose_text: str
    roles: str
    ground: str
    is_sealed: bool


def readings_of(actor: Actor, radicado: str, limit: int = PAGE) -> list[ReadingView]:
    """Every reading of a case, the newest first.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
    """
    found = case_row(actor, radicado).readings.select_related("leaf")[:limit]
    return views(found)


def readings_by_others(actor: Actor, radicado: str, limit: int = PAGE) -> list[ReadingView]:
    """The readings of a case by other people than whose data it is, the newest first.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
    """
    others = case_row(actor, radicado).readings.exclude(purpose=ReadingPurpose.OWN)
    return views(others.select_related("leaf")[:limit])


def views(found: Iterable[Reading]) -> list[ReadingView]:
    """Readings in words."""
    listed = list(found)
    positions = _positions(listed)
    newest = LogHead.objects.first()
    covered = newest.tree_size if newest else 0
    return [
        ReadingView(
            at=one.at,
            reader=one.actor_name or _nameless(one),
            position=positions.get(one.actor_id or 0, ""),
            what=_what(one),
            part=one.part,
            purpose=one.purpose,
            purpose_text=_(str(ReadingPurpose(one.purpose).label)),
            roles=one.roles.replace(",", ", "),
            ground=one.ground,
            is_sealed=hasattr(one, "leaf") and one.leaf.index < covered,
        )
        for one in listed
    ]


def _what(reading: Reading) -> str:
    told = _(_PARTS[reading.part]) if reading.part in _PARTS else reading.part
    return f"{told}: {reading.detail}" if reading.detail else told


def _nameless(reading: Reading) -> str:
    is_anonymous = reading.actor_kind == ActorKind.ANONYMOUS
    return _("Sin cuenta") if is_anonymous else _("Persona sin nombre")


def _positions(listed: Iterable[Reading]) -> Mapping[int, str]:
    ids = {one.actor_id for one in listed if one.actor_id}
    people = get_user_model().objects.filter(pk__in=ids)
    return dict(people.values_list("pk", "position"))
