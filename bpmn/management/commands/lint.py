"""`manage.py lint FOLDER|ZIP… [--json]`: the same checks that the studio shows beside the drawing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from bpmn.versions.shelf import SHARED


class Command(BaseCommand):
    help = "Dice qué hay que corregir en carpetas o ZIP de trámites; termina en 1 si hay errores."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="CARPETA|ZIP")
        parser.add_argument("--json", action="store_true", help="Para otros programas.")
        parser.add_argument(
            "--shared", type=Path, default=SHARED, help="Dónde están las carpetas compartidas."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        paths: list[Path] = options["paths"]
        call_command(
            "procedures",
            "check",
            *map(str, paths),
            json=options["json"],
            shared=options["shared"],
            stdout=self.stdout,
        )
