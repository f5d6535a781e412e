"""What every template can see: the entity that runs the window, and who looks."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from bpmn.entity import Entity, EntityRefused, EntityUnknown, load
from engine.commands import is_supervisor
from engine.queries.incidents import count_open_incidents
from web.accounts.actors import actor_of

_LOG = logging.getLogger(__name__)


def entity() -> Entity | None:
    """The entity; None while its folder cannot be read, so that pages of errors still show."""
    try:
        return load(settings.ENTITY)
    except (EntityUnknown, EntityRefused):
        _LOG.exception("entity %s cannot be read", settings.ENTITY)
        return None


def shell(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    seen = {"incidentes_abiertos": count_open_incidents(actor)} if is_supervisor(actor) else {}
    return {"entidad": entity(), "actor": actor, **seen}
