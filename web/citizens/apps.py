"""Django's registration of the citizens' pages."""

from django.apps import AppConfig


class CitizensConfig(AppConfig):
    name = "web.citizens"
    label = "ventanilla_citizens"
