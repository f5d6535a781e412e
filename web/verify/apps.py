"""Django's registration of the pages of `verify`."""

from django.apps import AppConfig


class VerifyConfig(AppConfig):
    name = "web.verify"
    label = "ventanilla_verify"
