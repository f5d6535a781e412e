"""Django's registration of the pages of `figures`."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "web.figures"
    label = "ventanilla_figures"
