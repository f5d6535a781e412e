"""Django's registration of the pages of `payments`."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "web.payments"
    label = "ventanilla_payments"
