"""Django's registration of the room `engine`."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    """The room `engine`; its label keeps it apart from other people's apps."""

    name = "engine"
    label = "ventanilla_engine"
    default_auto_field = "django.db.models.BigAutoField"
