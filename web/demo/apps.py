"""Django's registration of the demonstration."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "web.demo"
    label = "ventanilla_demo"
