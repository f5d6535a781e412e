"""Django's registration of the pages of `actions`."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "web.actions"
    label = "ventanilla_actions"
