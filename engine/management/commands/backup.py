"""`manage.py backup --to FOLDER`: database and store together, as of one moment."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.custody.backup import back_up, check_backup
from archive.custody.backup_errors import BackupFailed
from archive.stores import StoreError
from engine.commands import clock
from engine.jobs import integrity, safekeeping

SENTENCES: Mapping[str, str] = {
    "database-not-supported": "Sólo se respaldan SQLite y PostgreSQL.",
    "tool-missing": "Falta un programa de PostgreSQL: instale el paquete postgresql-client.",
    "database-not-read": "La base de datos no se pudo copiar. Revise la conexión y repita la orden.",
    "other-database": "El respaldo es de otra clase de base de datos. Cambie DATABASE_URL.",
    "not-empty": "Esta instalación ya tiene datos. Restaure en una vacía.",
    "no-backup": "En esa carpeta no hay un respaldo terminado.",
    "manifest-altered": "El manifiesto del respaldo no es el que se escribió. Use otro respaldo.",
    "file-altered": "Un archivo del respaldo no es el que se escribió. Use otro respaldo.",
    "object-altered": "Un objeto del respaldo falta o cambió. Use otra copia de la carpeta.",
    "folder-in-use": "Ya hay un respaldo de este mismo segundo. Repita la orden.",
}


def told(error: BackupFailed) -> CommandError:
    """The error as the person at the console reads it."""
    detail = f" ({error.detail})" if error.detail else ""
    return CommandError(f"{SENTENCES[error.code]} [{error.code}]{detail}")


class Command(BaseCommand):
    help = "Respalda la base de datos y el archivo juntos; los objetos se copian una sola vez por carpeta."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, required=True, metavar="CARPETA")
        parser.add_argument(
            "--with-secrets",
            action="store_true",
            help="Incluye también las claves de esta instalación. Guarde esa carpeta como una clave.",
        )
        parser.add_argument("--check", action="store_true", help="Relee el respaldo al terminar.")

    def handle(self, *_args: Any, **options: Any) -> None:
        root: Path = options["to"]
        try:
            made = back_up(
                safekeeping.source(with_secrets=options["with_secrets"]),
                integrity.library().everything,
                root,
                now=clock.now(),
                progress=self._tell,
            )
            if options["check"]:
                check_backup(root)
        except BackupFailed as error:
            raise told(error) from error
        except StoreError as error:
            raise CommandError(
                f"El archivo no responde ({error.code}). Repita la orden."
            ) from error
        self.stdout.write(
            f"Respaldo de {made.taken_at}: base de datos y {made.objects} objetos"
            f" ({made.object_bytes} bytes), en {root}."
        )
        for key in made.missing:
            self.stdout.write(f"{key}  falta o cambió en el archivo: no está en el respaldo.")
        if made.missing:
            raise SystemExit(1)

    def _tell(self, count: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r  {count} objetos", ending="")
