"""Django's registration of the pages of `trust`."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "web.trust"
    label = "ventanilla_trust"
