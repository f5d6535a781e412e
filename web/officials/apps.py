"""Django's registration of the pages of `officials`."""

from django.apps import AppConfig


class OfficialsConfig(AppConfig):
    name = "web.officials"
    label = "ventanilla_officials"
