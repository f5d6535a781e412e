"""Save a search of the inbox under a name, and delete it; it is the person's own and touches no case."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from engine.commands.clock import now
from engine.errors import FilterNameMissing, TooManyFilters
from engine.models import SavedFilter
from engine.models.actor import Actor

MOST_FILTERS = 20
_NAME_LENGTH = 40


@dataclass(frozen=True, kw_only=True)
class SaveFilter:
    """Keep a search; under a name that the person has already, it takes the other's place.

    Attributes:
        asked: view, text and filters, as the page's address has them.
    """

    actor: Actor
    name: str
    asked: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class DeleteFilter:
    """Throw a saved search away."""

    actor: Actor
    filter_id: int


def save_filter(command: SaveFilter) -> None:
    """Keep the search for its person.

    Raises:
        FilterNameMissing: it has no name.
        TooManyFilters: the person has the most that one may have.
    """
    name = " ".join(command.name.split())[:_NAME_LENGTH]
    if not name or command.actor.user_id is None:
        raise FilterNameMissing
    with transaction.atomic():
        own = SavedFilter.objects.filter(person_id=command.actor.user_id)
        if own.exclude(name=name).count() >= MOST_FILTERS:
            raise TooManyFilters(limit=MOST_FILTERS)
        SavedFilter.objects.update_or_create(
            person_id=command.actor.user_id,
            name=name,
            defaults={"asked": dict(command.asked)},
            create_defaults={"asked": dict(command.asked), "created_at": now()},
        )


def delete_filter(command: DeleteFilter) -> None:
    """Remove it; what is gone or is somebody else's is left as it is."""
    SavedFilter.objects.filter(pk=command.filter_id, person_id=command.actor.user_id).delete()
