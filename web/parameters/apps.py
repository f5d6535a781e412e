"""Django's registration of the pages of `parameters`."""

from django.apps import AppConfig


class ParametersConfig(AppConfig):
    name = "web.parameters"
    label = "ventanilla_parameters"
