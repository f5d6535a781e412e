"""The act with its inventory as a document, and its place in the archive once it is sealed."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_noop

from archive.custody.acts import inventory_digest
from archive.errors import ActStateRefused
from archive.models import (
    ActKind,
    ActState,
    CustodyAct,
    CustodyLine,
    Disposition,
    Expediente,
    Fate,
    Holding,
)
from archive.records import ledger
from archive.records.incorporation import Arrival, incorporate
from archive.records.ledger import SYSTEM, chain_of_act, chain_of_expediente
from archive.records.schedule import years_after
from archive.render import Rendered, render

KIND = "acta"
# Acts are kept for good (verificar); the lock of the store takes a date, and is renewed before it comes.
RETENTION_YEARS = 30
_TEMPLATE = Path(__file__).parent / "templates" / "acta.typ"
_SECONDS = 120.0
_BOGOTA = ZoneInfo("America/Bogota")
_TITLES = {
    ActKind.PRIMARY: gettext_noop("Acta de transferencia primaria"),
    ActKind.SECONDARY: gettext_noop("Acta de transferencia secundaria"),
    ActKind.SELECTION: gettext_noop("Acta de selección y eliminación documental"),
    ActKind.ELIMINATION: gettext_noop("Acta de eliminación documental"),
}


def title_of(act: CustodyAct) -> str:
    """What the document is called."""
    return _TITLES[ActKind(act.kind)]


def act_paper(act: CustodyAct, *, entity: Mapping[str, Any], issued_at: datetime) -> Rendered:
    """Render an approved act with its inventory.

    Args:
        act: the act.
        entity: letterhead: name, nit, dv, municipality and so on.
        issued_at: moment that the document bears, aware.

    Raises:
        RenderFailed: by its code.
    """
    lines = list(act.lines.order_by("order"))
    data = {
        "entity": dict(entity),
        "document": {
            "title": title_of(act),
            "number": act.number,
            "issuedAt": issued_at.astimezone(_BOGOTA).isoformat(timespec="seconds"),
        },
        "act": _act(act),
        "lines": [_line(line) for line in lines],
        "totals": {
            "documents": sum(line.documents for line in lines),
            "folios": sum(line.folios for line in lines),
            "size_bytes": sum(line.size_bytes for line in lines),
        },
    }
    attached = {"act": data["act"], "lines": data["lines"]}
    files = {"acta.typ": _TEMPLATE.read_bytes()}
    return render(files, "acta.typ", data, attached=attached, seconds=_SECONDS)


def retention_of(day: date) -> date:
    """Until when the store may not let an act of that day go."""
    return years_after(day, RETENTION_YEARS)


@transaction.atomic
def keep_document(act_id: UUID, arrival: Arrival, *, level: str, now: datetime) -> Holding:
    """Give the sealed act its place in the expediente of the year's acts; again, it keeps it.

    Raises:
        ActStateRefused: it is not approved.
    """
    act = CustodyAct.objects.select_for_update().get(pk=act_id)
    if act.document is not None:
        return act.document
    if act.state != ActState.APPROVED:
        raise ActStateRefused
    number = _year_of_acts(now)
    holding = incorporate(number, arrival, now=now)
    act.document, act.document_level = holding, level
    act.save()
    told = {"sha256": holding.sha256, "level": level, "expediente": number}
    ledger.append(chain_of_act(act.number), "act.sealed", SYSTEM, now, told)
    return holding


def _year_of_acts(now: datetime) -> str:
    day = now.astimezone(_BOGOTA).date()
    number = f"ACTAS-{day.year}"
    _, is_new = Expediente.objects.get_or_create(
        number=number,
        defaults={
            "title": f"Actas de transferencia y disposición final de {day.year}",
            "series": "ACTAS",
            "schedule_version": "",
            "opened_on": day,
            "disposition": Disposition.KEEP,
        },
    )
    if is_new:
        ledger.append(chain_of_expediente(number), "expediente.opened", SYSTEM, now)
    return number


def _act(act: CustodyAct) -> dict[str, Any]:
    return {
        "number": act.number,
        "kind": act.kind,
        "note": act.note,
        "proposer": act.proposer_name,
        "proposed_at": act.proposed_at.astimezone(_BOGOTA).isoformat(),
        "approvals": [
            {"name": approval.person_name, "at": approval.at.astimezone(_BOGOTA).isoformat()}
            for approval in act.approvals.all()
        ],
        "sample_percent": act.sample_percent,
        "notice_days": act.notice_days,
        "notice_source": act.notice_source,
        "inventory_sha256": inventory_digest(act),
    }


def _line(line: CustodyLine) -> dict[str, Any]:
    return {
        "order": line.order,
        "number": line.number,
        "title": line.title,
        "series": line.series,
        "opened_on": line.opened_on.isoformat(),
        "closed_on": line.closed_on.isoformat(),
        "documents": line.documents,
        "folios": line.folios,
        "size_bytes": line.size_bytes,
        "index_sha256": line.index_sha256,
        "fate": Fate(line.fate).label,
        "note": line.note,
    }
