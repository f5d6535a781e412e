"""Django's registration of the room `signatures`."""

import logging

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """The room `signatures`; its label keeps it apart from other people's apps."""

    name = "signatures"
    label = "ventanilla_signatures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep pyHanko from logging every refused signature with its traceback: reports say it."""
        logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
        logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
