"""`manage.py sweep_archive [--all]`: reads the archive again and tells what is not as it has to be."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.custody.sweep import Step
from archive.custody.sweep_findings import Seen, open_findings
from archive.models import FindingKind
from archive.stores import StoreError
from engine.commands import clock
from engine.jobs import integrity


class Command(BaseCommand):
    help = (
        "Relee el archivo y compara cada objeto con su huella; sin --all, sólo el siguiente tramo."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="Recorre todo el archivo, desde el principio."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        self._checked = self._replicated = 0
        try:
            steps = (
                integrity.sweep_whole() if options["all"] else [integrity.sweep_step(clock.now())]
            )
            for step in steps:
                self._tell(step)
        except StoreError as error:
            raise CommandError(
                f"El archivo no responde ({error.code}). Repita la orden."
            ) from error
        wrong = open_findings().count()
        copied = f", {self._replicated} copiados a la réplica" if self._replicated else ""
        told = f"{wrong} hallazgos sin resolver" if wrong else "todo concuerda"
        self.stdout.write(f"{self._checked} objetos leídos{copied}: {told}.")
        if wrong:
            raise SystemExit(1)

    def _tell(self, step: Step) -> None:
        self._checked += step.checked
        self._replicated += step.replicated
        if self.stderr.isatty():
            self.stderr.write(f"\r  {self._checked} objetos leídos", ending="")
        for seen in step.found:
            self.stdout.write(_line(seen))


def _line(seen: Seen) -> str:
    return f"{seen.key}  {FindingKind(seen.kind).label}{f' ({seen.detail})' if seen.detail else ''}"
