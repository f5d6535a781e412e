"""`manage.py incidents [list | retry ID | resolve ID] --reason …`: sees to what could not go on."""

import argparse
import json
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from django.core.management.base import BaseCommand, CommandError

from engine import commands
from engine.errors import EngineError
from engine.models.actor import SYSTEM
from engine.queries import incidents


class Command(BaseCommand):
    help = "Muestra los incidentes abiertos, los reintenta o los cierra."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "action", nargs="?", default="list", choices=["list", "retry", "resolve"]
        )
        parser.add_argument("incident", nargs="?", type=UUID, help="Identificador del incidente.")
        parser.add_argument("--reason", default="", help="Por qué; obligatorio para cerrar.")
        parser.add_argument("--json", action="store_true", help="Lista para otros programas.")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["action"] == "list":
            self._list(as_json=options["json"])
            return
        if options["incident"] is None:
            raise CommandError("Diga qué incidente: `manage.py incidents list` los muestra.")
        try:
            self._act(options["action"], options["incident"], options["reason"])
        except EngineError as error:
            raise CommandError(
                f"{error.code}: {error.data}" if error.data else error.code
            ) from error

    def _list(self, *, as_json: bool) -> None:
        rows = incidents.open_incidents(SYSTEM)
        if as_json:
            self.stdout.write(json.dumps([asdict(row) for row in rows], default=str, indent=2))
            return
        for row in rows:
            place = f"{row.process_id}/{row.element_id}"
            self.stdout.write(
                f"{row.id}  {row.radicado or '(sin radicado)'}  {row.kind.label}  {place}"
                f"  {row.code}  desde {row.opened_at:%Y-%m-%d %H:%M}, {row.occurrences} veces"
            )
            if row.detail:
                self.stdout.write(f"      {row.detail[:200]}")
        if not rows:
            self.stdout.write("No hay incidentes abiertos.")

    def _act(self, action: str, incident_id: UUID, reason: str) -> None:
        if action == "retry":
            commands.retry_incident(
                commands.RetryIncident(
                    actor=SYSTEM,
                    incident_id=incident_id,
                    reason=reason or "consola",
                    submit_id=uuid4(),
                )
            )
            self.stdout.write("Se intentará otra vez.")
            return
        commands.resolve_incident(
            commands.ResolveIncident(
                actor=SYSTEM, incident_id=incident_id, reason=reason, submit_id=uuid4()
            )
        )
        self.stdout.write("Cerrado.")
