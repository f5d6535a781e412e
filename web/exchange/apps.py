"""Django's registration of the exchange's address."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "web.exchange"
    label = "ventanilla_exchange"
