"""Django's registration of the shell: base pages, components and sentences."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ShellConfig(AppConfig):
    name = "web.shell"
    label = "ventanilla_shell"

    def ready(self) -> None:
        """Register the cache's checks, and make its table whenever tables are made."""
        from web.shell import shared_cache  # noqa: PLC0415 — checks want settings that are read

        # The shell has no tables, so nothing is sent in its own name.
        accounts = apps.get_app_config("ventanilla_accounts")
        post_migrate.connect(shared_cache.make_table, sender=accounts)
