"""Django's registration of the pages of `notices`."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "web.notices"
    label = "ventanilla_notices"
