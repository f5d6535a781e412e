"""`manage.py messages [--check|--compile]`: the catalogues of the languages besides Spanish."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from web.shell import translations


class Command(BaseCommand):
    help = "Agrega a los catálogos los textos que faltan, los revisa o los compila."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--check", action="store_true", help="Decir qué texto no se ha traducido."
        )
        what.add_argument("--compile", action="store_true", help="Escribir los archivos .mo.")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["compile"]:
            self.stdout.write(f"{translations.compile_catalogues()} catálogos compilados")
        elif options["check"]:
            self._check()
        else:
            self.stdout.write(f"{translations.add_missing()} textos agregados sin traducción")

    def _check(self) -> None:
        found = translations.lacks()
        for lack in found:
            self.stdout.write(f"{lack.place} [{lack.language}] {lack.why}: {lack.text}")
        if found:
            raise CommandError(f"{len(found)} textos sin traducción que sirva.")
