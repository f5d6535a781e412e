"""Django's registration of the room `bpmn`."""

from django.apps import AppConfig


class BpmnConfig(AppConfig):
    """The room `bpmn`; its label keeps it apart from other people's apps."""

    name = "bpmn"
    label = "ventanilla_bpmn"
    default_auto_field = "django.db.models.BigAutoField"
