"""Django's registration of the people who sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "web.accounts"
    label = "ventanilla_accounts"
    default_auto_field = "django.db.models.BigAutoField"
