"""`manage.py stuck_cases [--json]`: open cases that no person, worker or moment can move on."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from engine.queries.stuck import stuck


class Command(BaseCommand):
    help = "Lista los trámites que nadie puede mover; termina con 1 si hay alguno."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="Resultado para otros programas.")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = stuck()
        if options["json"]:
            rows = [asdict(case) for case in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            for case in found:
                self.stdout.write(str(case))
            self.stdout.write(f"{len(found)} trámites que nadie puede mover.")
        if found:
            raise SystemExit(1)
