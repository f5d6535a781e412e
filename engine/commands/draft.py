"""Keep, and throw away, what somebody has typed so far: a citizen's filing, an official's item."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from bpmn import versions
from engine.commands._items import require_held, require_seen
from engine.commands._run import run
from engine.commands._work import Work
from engine.commands.clock import now
from engine.commands.expire_drafts import forget_uploads_of
from engine.errors import DraftNotFound, ProcedureNotFound
from engine.models import Case, CaseStatus
from engine.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class SaveDraft:
    """Keep raw answers, right or wrong, until they are filed.

    Attributes:
        answers: JSON-safe, as `ProcedureForm.draft()` gives them.
        draft_id: the draft to write over; None makes one.
        new_id: under which it is made; the same page sent twice makes one draft.
    """

    actor: Actor
    slug: str
    answers: Mapping[str, Any]
    draft_id: UUID | None = None
    new_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class SaveItemDraft:
    """Keep what an official has typed into an item, right or wrong.

    Attributes:
        answers: JSON-safe, as `ProcedureForm.draft()` gives them.
    """

    actor: Actor
    item_id: UUID
    answers: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class DiscardDraft:
    """Throw a draft away at its owner's wish."""

    actor: Actor
    draft_id: UUID


def save_draft(command: SaveDraft) -> UUID:
    """Keep the answers and say under which id.

    Raises:
        ProcedureNotFound: nothing is published under that slug.
        DraftNotFound: the draft is not the actor's.
    """
    version = versions.current(command.slug)
    if version is None:
        raise ProcedureNotFound(slug=command.slug)
    with transaction.atomic():
        draft_id = command.draft_id or _begun(command, version)
        draft = own_draft(command.actor, draft_id)
        # What is shown before signing bears the moment of the last change: saving alone is none.
        if draft.answers != dict(command.answers):
            draft.answers = dict(command.answers)
            draft.updated_at = now()
            draft.save()
    return draft.id


def _begun(command: SaveDraft, version: versions.Version) -> UUID:
    """Id of a new, empty draft; of the same one where its page is sent again."""
    draft, _ = Case.objects.get_or_create(
        pk=command.new_id or uuid4(),
        defaults={
            "slug": command.slug,
            "procedure_name": version.sheet.official_name,
            "owner_id": command.actor.user_id,
            "created_at": now(),
            "updated_at": now(),
        },
    )
    return draft.pk


def save_item_draft(command: SaveItemDraft) -> None:
    """Keep the answers with the item; no event, since nothing happened to the case yet.

    Raises:
        ItemNotFound, ItemFinished, ItemAlreadyClaimed, ItemNotClaimed: it is not in the actor's hands.
    """
    run(
        "save-item-draft",
        command.actor,
        lambda work: _save_item(work, command),
        item_id=command.item_id,
        submit_id=None,
    )


def _save_item(work: Work, command: SaveItemDraft) -> dict[str, Any]:
    item = require_seen(command.actor, work.item)
    require_held(command.actor, item)
    item.answers = dict(command.answers)
    item.save(update_fields=["answers"])
    return {}


def discard_draft(command: DiscardDraft) -> None:
    """Remove the draft and its files; nothing was filed, so no event is owed.

    Raises:
        DraftNotFound: the draft is not the actor's.
    """
    with transaction.atomic():
        draft = own_draft(command.actor, command.draft_id)
        draft.delete()
        forget_uploads_of(draft.answers)


def own_draft(actor: Actor, draft_id: UUID) -> Case:
    """The actor's draft, locked.

    Raises:
        DraftNotFound: there is none, or it is somebody else's.
    """
    draft = (
        Case.objects.select_for_update()
        .filter(pk=draft_id, status=CaseStatus.DRAFT, owner_id=actor.user_id)
        .exclude(owner_id=None)
        .first()
    )
    if draft is None:
        raise DraftNotFound
    return draft
