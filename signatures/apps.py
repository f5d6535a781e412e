"""Django's registration of the room `signatures`."""

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """The room `signatures`; its label keeps it apart from other people's apps."""

    name = "signatures"
    label = "ventanilla_signatures"
    default_auto_field = "django.db.models.BigAutoField"
