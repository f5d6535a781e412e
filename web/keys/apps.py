"""Django's registration of the pages of `keys`."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "web.keys"
    label = "ventanilla_keys"
