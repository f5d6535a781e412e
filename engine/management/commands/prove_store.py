"""`manage.py prove_store [--policy] [--json]`: proves that the archive keeps what it locks, and keeps the evidence."""

import argparse
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive.stores import (
    S3Address,
    StoreError,
    StoreNotWorm,
    least_privilege,
    open_store,
    prove,
)
from engine.commands import clock

_TRIED = {
    "delete-version": "eliminar el objeto",
    "delete-with-bypass": "eliminarlo saltándose el bloqueo",
    "shorten": "acortar su retención",
    "shorten-with-bypass": "acortarla saltándose el bloqueo",
    "downgrade": "pasar a un bloqueo más débil",
    "release": "quitar la retención",
    "overwrite": "escribir encima",
    "mark-deleted": "marcarlo como eliminado",
    "delete-held": "eliminar lo que está bajo reserva legal",
    "suspend-versions": "suspender las versiones",
    "remove-bucket": "eliminar el depósito entero",
    "object-lock-off": "guardar en un depósito sin bloqueo de objetos",
    "lock-not-kept": "olvidar el bloqueo recibido",
    "write": "cambiar los permisos de escritura",
}


class Command(BaseCommand):
    help = "Comprueba que el archivo no deje borrar ni acortar lo que protege; guarda la evidencia."
    # Pages have no part in it.
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help="La evidencia, para otros programas."
        )
        parser.add_argument(
            "--policy",
            action="store_true",
            help="Solo muestra los permisos que necesitan las credenciales de la ventanilla.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            if options["policy"]:
                bucket = S3Address.parse(settings.ARCHIVE_URL).bucket
                self.stdout.write(json.dumps(least_privilege(bucket), indent=2))
                return
            self._prove(is_json=options["json"])
        except StoreError as error:
            raise CommandError(f"{error.code}: {error}") from error

    def _prove(self, *, is_json: bool) -> None:
        today = clock.today()
        try:
            proof = prove(open_store(settings.ARCHIVE_URL), today)
        except StoreNotWorm as error:
            tried = _TRIED.get(error.attempt, error.attempt)
            raise CommandError(
                f"{error.code}: el servidor permitió {tried}. No use este archivo.\n"
                + json.dumps(error.evidence, ensure_ascii=False, indent=2)
            ) from error
        if is_json:
            self.stdout.write(
                json.dumps({"key": proof.key, "evidence": proof.evidence}, ensure_ascii=False)
            )
            return
        self._write_attempts(proof.evidence.get("attempts", {}))
        self.stdout.write(f"El archivo guarda lo que protege. Evidencia: {proof.key}")

    def _write_attempts(self, attempts: Mapping[str, str]) -> None:
        for attempt, answer in attempts.items():
            self.stdout.write(f"  {_TRIED.get(attempt, attempt)}: {answer}")
