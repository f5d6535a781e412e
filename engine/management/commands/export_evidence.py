"""`manage.py export_evidence RADICADO --to FOLDER`: the evidence of a case as a zip that verifies offline."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.stores import StoreError
from engine.commands import clock
from engine.errors import CaseNotFound
from engine.jobs.evidence import evidence_zip
from engine.models.actor import Actor, ActorKind

_SHELL = Actor(kind=ActorKind.OFFICIAL, name="Consola", groups=frozenset({"auditor"}))


class Command(BaseCommand):
    help = (
        "Exporta las pruebas de un trámite: se comprueban sin conexión con sh, sha256sum y openssl."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("radicado", help="Número de radicado.")
        parser.add_argument("--to", type=Path, required=True, metavar="CARPETA")

    def handle(self, *_args: Any, **options: Any) -> None:
        radicado, target = options["radicado"], options["to"]
        target.mkdir(parents=True, exist_ok=True)
        place = target / f"pruebas-{radicado}.zip"
        try:
            with evidence_zip(_SHELL, radicado, now=clock.now()) as packed, place.open("xb") as out:
                while piece := packed.read(1024 * 1024):
                    out.write(piece)
        except CaseNotFound as error:
            raise CommandError(f"No hay un trámite con el radicado {radicado}.") from error
        except StoreError as error:
            raise CommandError(
                f"El archivo no tiene un documento completo ({error.code})."
            ) from error
        except FileExistsError as error:
            raise CommandError(f"Ya existe {error.filename}.") from error
        self.stdout.write(f"Pruebas de {radicado}: {place}\nDescomprima y ejecute: sh verificar.sh")
