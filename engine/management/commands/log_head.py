"""`manage.py log_head [--whole]`: seals the log of events now, and prints its newest head."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine.jobs.log_sealing import seal_log
from engine.models import LogHead
from signatures.errors import TimestampUnavailable


class Command(BaseCommand):
    help = "Estampa la hora sobre el registro de todos los eventos y muestra su última cabeza."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--whole", action="store_true", help="Busca también entre los eventos antiguos."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            made = seal_log(is_whole=options["whole"])
        except TimestampUnavailable as error:
            raise CommandError(f"Ningún servicio de estampado dio la hora: {error}") from error
        head = made or LogHead.objects.first()
        if head is None:
            self.stdout.write("El registro está vacío.")
            return
        news = "nueva" if made else "sin cambios"
        self.stdout.write(f"{head.text}\n{head.at.isoformat()}  {head.tsa}  ({news})")
