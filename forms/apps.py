"""Django's registration of the room `forms`."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """The room `forms`; its label keeps it apart from other people's apps."""

    name = "forms"
    label = "ventanilla_forms"
    default_auto_field = "django.db.models.BigAutoField"
