"""Who acts in a request, as the engine sees them."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest

from engine.commands import clock
from engine.models.actor import NOBODY, Actor, ActorKind
from engine.queries import absences
from web.accounts.models import User

CASE_BY_CODE = "case_by_code"


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request: whoever holds a role of the entity is an official."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.is_authenticated:
        return _by_code(request)
    kept = getattr(request, "_ventanilla_actor", None)
    if isinstance(kept, Actor) and kept.user_id == user.pk:
        return kept
    groups = frozenset(user.groups.values_list("name", flat=True))
    actor = Actor(
        kind=ActorKind.OFFICIAL if groups else ActorKind.CITIZEN,
        user_id=user.pk,
        name=str(user),
        groups=groups,
        case_id=_shown(request),
    )
    actor = absences.with_absences(actor, clock.today())
    # Asked for by the view and again by the base template: one query serves both.
    request._ventanilla_actor = actor  # type: ignore[attr-defined]
    return actor


def _by_code(request: HttpRequest) -> Actor:
    """Nobody, or who has shown the code of one case in this browser."""
    case_id = _shown(request)
    return replace(NOBODY, case_id=case_id, name="Solicitante sin cuenta") if case_id else NOBODY


def _shown(request: HttpRequest) -> UUID | None:
    shown = request.session.get(CASE_BY_CODE) if hasattr(request, "session") else None
    try:
        return UUID(shown) if shown else None
    except (ValueError, TypeError):
        return None
