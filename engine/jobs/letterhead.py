"""The entity's data as documents of the archive print them."""

from typing import Any

from bpmn.entity import Entity

_PRINTED = (
    "name",
    "nit",
    "dv",
    "divipola",
    "department",
    "municipality",
    "address",
    "phone",
    "email",
    "website",
)


def letterhead(entity: Entity) -> dict[str, Any]:
    """What the letterhead and the foot of a document say."""
    return {name: getattr(entity, name) for name in _PRINTED}
