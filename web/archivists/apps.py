"""Django's registration of the pages of `archivists`."""

from django.apps import AppConfig


class ArchivistsConfig(AppConfig):
    name = "web.archivists"
    label = "ventanilla_archivists"
