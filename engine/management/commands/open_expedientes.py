"""`manage.py open_expedientes`: gives cases of before their expediente in the archive's book."""

from typing import Any

from django.core.management.base import BaseCommand

from engine import commands


class Command(BaseCommand):
    help = "Abre en el archivo los expedientes de los casos que todavía no lo tienen. Se puede repetir."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"Expedientes que se abrieron: {commands.open_missing()}.")
