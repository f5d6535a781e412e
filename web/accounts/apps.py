"""Django's registration of the people who sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "web.accounts"
    label = "ventanilla_accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from web.accounts import languages  # noqa: PLC0415 — it needs the table of people

        languages.connect()
