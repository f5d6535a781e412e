"""`manage.py check_log [--json]`: hashes every event again and checks every head and its timestamp."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from engine.commands import clock
from engine.events import checking, sequence
from engine.jobs.log_sealing import log_name, refusal
from engine.models import LogHead
from signatures import trust


class Command(BaseCommand):
    help = "Comprueba el registro de todos los eventos contra sus cabezas estampadas."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="Resultado para otros programas.")

    def handle(self, *_args: Any, **options: Any) -> None:
        authority = trust.from_settings()
        found = list(checking.faults(log_name(), lambda head: refusal(head, authority), self._tell))
        waiting = sequence.unplaced(clock.now(), is_whole=True).count()
        result = {
            "events": sequence.size(),
            "heads": LogHead.objects.count(),
            "waiting": waiting,
            "faults": [asdict(fault) for fault in found],
        }
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
        else:
            self._write(result)
        if found:
            raise SystemExit(1)

    def _write(self, result: dict[str, Any]) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r\033[K", ending="")
        for fault in result["faults"]:
            self.stdout.write(f"{fault['code']}  {fault['place']}  {fault['detail']}")
        told = f"{len(result['faults'])} fallas" if result["faults"] else "todo concuerda"
        self.stdout.write(
            f"{result['events']} eventos y {result['heads']} cabezas comprobados: {told}. "
            f"{result['waiting']} eventos esperan su lugar."
        )

    def _tell(self, done: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r  {done} eventos comprobados", ending="")
            self.stderr.flush()
