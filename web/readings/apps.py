"""Django's registration of the record of readings."""

from django.apps import AppConfig


class ReadingsConfig(AppConfig):
    name = "web.readings"
    label = "ventanilla_readings"
