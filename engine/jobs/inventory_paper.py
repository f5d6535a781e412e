"""The inventory and the SUIT sheets as PDF/A with the entity's seal."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from engine.jobs.official_language import in_spanish
from engine.jobs.sealed_paper import sealed_paper
from engine.queries.inventory import NINE, InventoryEntry, suit_data

_INVENTORY = ("inventory.typ", "Inventario de procesos y procedimientos")
_SUIT = ("suit.typ", "Hoja de vida del trámite")


@in_spanish
def inventory_paper(entries: Sequence[InventoryEntry], *, now: datetime) -> bytes:
    """The inventory, sealed, with its JSON attached.

    Raises:
        RenderFailed: it could not be written.
        SignatureError: it could not be sealed, for example without a timestamp.
    """
    attached = {"entries": [one.data() for one in entries]}
    titles = [{"key": key, "title": title} for key, title in NINE]
    return _sealed(*_INVENTORY, {**attached, "nine": titles}, attached, now)


@in_spanish
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
    return sealed_paper(
        template,
        title,
        {**shown, "madeAt": now},
        attachment_name="inventario.json",
        attached=attached,
        now=now,
    )
