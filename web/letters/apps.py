"""Django's registration of the pages of `letters`."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "web.letters"
    label = "ventanilla_letters"
