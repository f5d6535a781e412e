"""Django's registration of the pages of `analysts`."""

from django.apps import AppConfig


class AnalystsConfig(AppConfig):
    name = "web.analysts"
    label = "ventanilla_analysts"
