"""Django's registration of the pages of `auditors`."""

from django.apps import AppConfig


class AuditorsConfig(AppConfig):
    name = "web.auditors"
    label = "ventanilla_auditors"
