"""`manage.py restore --from FOLDER`: fills an empty installation from a backup."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.custody.backup import restore
from archive.custody.backup_errors import BackupFailed
from archive.stores import StoreError
from engine.jobs import safekeeping
from engine.management.commands.backup import told


class Command(BaseCommand):
    help = "Llena una instalación vacía con un respaldo; una que tiene datos queda como está."
    # The database may have no tables yet.
    requires_migrations_checks = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--from", dest="source", type=Path, required=True, metavar="CARPETA")
        parser.add_argument("--snapshot", default="", help="Cuál; si no se dice, el más reciente.")

    def handle(self, *_args: Any, **options: Any) -> None:
        target = safekeeping.source(with_secrets=True)
        try:
            done = restore(
                target,
                options["source"],
                name=options["snapshot"],
                is_empty=safekeeping.is_empty,
                progress=self._tell,
            )
        except BackupFailed as error:
            raise told(error) from error
        except StoreError as error:
            raise CommandError(
                f"El archivo no responde ({error.code}). Repita la orden."
            ) from error
        self.stdout.write(
            f"Restaurado el respaldo de {done.taken_at}: base de datos y {done.objects} objetos.\n"
            "Compruébelo ahora con: migrate, check_cases, sweep_archive --all, verify_documents y verify_log."
        )

    def _tell(self, count: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r  {count} objetos", ending="")
