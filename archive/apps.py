"""Django's registration of the room `archive`."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """The room `archive`; its label keeps it apart from other people's apps."""

    name = "archive"
    label = "ventanilla_archive"
    default_auto_field = "django.db.models.BigAutoField"
