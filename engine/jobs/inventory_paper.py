"""The inventory and the SUIT sheets as PDF/A with the entity's seal."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.render import render
from engine.clock import BOGOTA
from engine.jobs import workshop
from engine.jobs.letterhead import letterhead
from engine.jobs.plain import plain
from engine.queries.inventory import NINE, InventoryEntry, suit_data

_INVENTORY = ("inventory.typ", "Inventario de procesos y procedimientos")
_SUIT = ("suit.typ", "Hoja de vida del trámite")


def inventory_paper(entries: Sequence[InventoryEntry], *, now: datetime) -> bytes:
    """The inventory, sealed, with its JSON attached.

    Raises:
        RenderFailed: it could not be written.
        SignatureError: it could not be sealed, for example without a timestamp.
    """
    attached = {"entries": [one.data() for one in entries]}
    titles = [{"key": key, "title": title} for key, title in NINE]
    return _sealed(*_INVENTORY, {**attached, "nine": titles}, attached, now)


def suit_paper(entry: InventoryEntry, *, now: datetime) -> bytes:
    """One procedure's SUIT sheet, likewise.

    Raises:
        RenderFailed: it could not be written.
        SignatureError: it could not be sealed.
    """
    attached = entry.data()
    shown = {**attached, "suit": suit_data(entry.sheet)}
    return _sealed(*_SUIT, shown, attached, now)


def _sealed(
    template: str, title: str, shown: dict[str, Any], attached: dict[str, Any], now: datetime
) -> bytes:
    shop = workshop.current()
    moment = now.astimezone(BOGOTA).isoformat(timespec="seconds")
    data = {
        **shown,
        "madeAt": moment,
        "document": {"title": title, "issuedAt": moment},
        "entity": letterhead(shop.entity),
    }
    files = {template: Path(__file__).with_name(template).read_bytes()}
    rendered = render(
        files, template, plain(data), attachment_name="inventario.json", attached=plain(attached)
    )
    sealed = shop.seal.seal(rendered.pdf, reason=title, location=shop.entity.municipality, now=now)
    return sealed.pdf
