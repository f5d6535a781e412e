"""`manage.py verify_documents`: verifies every signed document from its bytes in the archive."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.stores import StoreError
from engine.jobs import safekeeping


class Command(BaseCommand):
    help = "Verifica las firmas de todos los documentos que guarda el archivo."

    def handle(self, *_args: Any, **_options: Any) -> None:
        count = bad = 0
        try:
            for one in safekeeping.verified_documents():
                count += 1
                if one.report.valid:
                    continue
                bad += 1
                reasons = ", ".join(problem.code for problem in one.report.problems)
                self.stdout.write(
                    f"{one.document.id}  {one.document}: {one.report.verdict} {reasons}"
                )
        except StoreError as error:
            raise CommandError(
                f"El archivo no responde ({error.code}). Repita la orden."
            ) from error
        told = f"{bad} no son válidos" if bad else "todos son válidos"
        self.stdout.write(f"{count} documentos firmados: {told}.")
        if bad:
            raise SystemExit(1)
