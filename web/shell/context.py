"""What every template can see: the entity that runs the window, and who looks."""

import logging
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

_LOG = logging.getLogger(__name__)


@cache
def _entity(divipola: str) -> Any:
    from bpmn.entity import load

    return load(divipola)


def entity() -> Any:
    """The entity, read once; None while its folder cannot be read, so that error pages still show."""
    try:
        return _entity(settings.ENTITY)
    except Exception:  # noqa: BLE001
        _LOG.exception("entity %s cannot be read", settings.ENTITY)
        return None


def shell(request: HttpRequest) -> dict[str, Any]:
    from web.accounts.actors import actor_of

    return {"entidad": entity(), "actor": actor_of(request)}
