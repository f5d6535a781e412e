"""Django's registration of the room `bpmn`, and the only place here that reads settings."""

from django.apps import AppConfig
from django.conf import settings

from bpmn import entity


class BpmnConfig(AppConfig):
    """The room `bpmn`; its label keeps it apart from other people's apps."""

    name = "bpmn"
    label = "ventanilla_bpmn"
    default_auto_field = "django.db.models.BigAutoField"


def home_entity() -> entity.Entity | None:
    """The entity of this window; None until its folder is there."""
    return entity.load(settings.ENTITY) if entity.exists(settings.ENTITY) else None
