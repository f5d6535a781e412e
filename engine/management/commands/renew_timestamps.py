"""`manage.py renew_timestamps [--dry-run] [--limit N] [--look-again]`: renews archive timestamps that end."""

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from engine.commands import clock
from engine.jobs import renewal
from engine.models import Document
from engine.queries.renewal import risk_report


class Command(BaseCommand):
    help = "Renueva las estampas de archivo que están por vencer."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Solo dice qué está en riesgo; no cambia nada."
        )
        parser.add_argument("--limit", type=int, default=500, help="Cuántos documentos a lo sumo.")
        parser.add_argument(
            "--look-again",
            action="store_true",
            help="Vuelve a mirar todos los documentos: si cambiaron las raíces o los algoritmos.",
        )
        parser.add_argument("--json", action="store_true", help="Resultado para otros programas.")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self._tell_risk(options["limit"], as_json=options["json"])
            return
        if options["look_again"]:
            renewal.look_again()
        self._is_quiet, self._number = options["json"], 0
        done = renewal.sweep(options["limit"], self._tell)
        if options["json"]:
            self.stdout.write(json.dumps(vars(done)))
        else:
            self.stdout.write(
                f"{done.looked_at} documentos mirados, {done.renewed} renovados, "
                f"{done.failed} en riesgo."
            )
        if done.stopped:
            self.stderr.write("Ningún servicio de estampado dio la hora: el resto espera.")
        if done.failed or done.stopped:
            raise SystemExit(1)

    def _tell(self, document: Document, outcome: str) -> None:
        self._number += 1
        if not self._is_quiet:
            self.stdout.write(f"{self._number}  {document}  {outcome}")

    def _tell_risk(self, limit: int, *, as_json: bool) -> None:
        report = risk_report(clock.today(), limit)
        if as_json:
            self.stdout.write(
                json.dumps(report.to_json(), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            )
            return
        for row in report.documents:
            until = row.proven_until.isoformat() if row.proven_until else "sin fecha"
            self.stdout.write(f"{until}  {row.radicado}  {row.title} {row.number}  {row.trouble}")
        self.stdout.write(
            f"{report.signed} documentos firmados: {report.unseen} sin mirar, {report.soon} por "
            f"renovar, {report.ended} vencidos, {report.troubled} con problemas."
        )
