"""Django's registration of the pages of `inventory`."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "web.inventory"
    label = "ventanilla_inventory"
