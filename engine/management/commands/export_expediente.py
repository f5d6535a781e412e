"""`manage.py export_expediente NUMBER --to FOLDER`: the expediente as a package that needs nothing of ours."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.packages.package import PackageFailed
from archive.stores import StoreError
from engine.commands import clock
from engine.errors import CaseNotFound
from engine.jobs import packages


class Command(BaseCommand):
    help = (
        "Exporta un expediente como paquete BagIt, con índice, eventos, pruebas y metadatos PREMIS."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("number", help="Número del expediente.")
        parser.add_argument("--to", type=Path, required=True, metavar="CARPETA")
        parser.add_argument("--zip", action="store_true", help="Un solo archivo .zip.")

    def handle(self, *_args: Any, **options: Any) -> None:
        number, target = options["number"], options["to"]
        try:
            if options["zip"]:
                place = target / f"{number.replace('/', '-')}.zip"
                target.mkdir(parents=True, exist_ok=True)
                with (
                    packages.export_zip(number, now=clock.now()) as packed,
                    place.open("xb") as out,
                ):
                    while piece := packed.read(1024 * 1024):
                        out.write(piece)
            else:
                place = packages.export(number, target, now=clock.now())
        except CaseNotFound as error:
            raise CommandError(f"No hay un expediente {number}.") from error
        except PackageFailed as error:
            raise CommandError(f"No se pudo hacer el paquete: {error}.") from error
        except StoreError as error:
            raise CommandError(
                f"El archivo no tiene un documento completo ({error.code})."
            ) from error
        except FileExistsError as error:
            raise CommandError(f"Ya existe {error.filename}.") from error
        self.stdout.write(
            f"Paquete del expediente {number}: {place}\nLea README.txt para comprobarlo."
        )
