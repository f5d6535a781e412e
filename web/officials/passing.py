"""How an item passes on, one or many at once: what a form says, as a command."""

from typing import Any
from uuid import UUID

from engine import commands
from engine.models.actor import Actor


def reassign(actor: Actor, item_id: UUID, given: dict[str, Any], submit_id: UUID) -> None:
    commands.reassign_item(
        commands.ReassignItem(
            actor=actor,
            item_id=item_id,
            to_user_id=given["persona"],
            reason=given["motivo"],
            submit_id=submit_id,
        )
    )


def send_back(actor: Actor, item_id: UUID, given: dict[str, Any], submit_id: UUID) -> None:
    commands.return_item(
        commands.ReturnItem(
            actor=actor, item_id=item_id, reason=given["motivo"], submit_id=submit_id
        )
    )
