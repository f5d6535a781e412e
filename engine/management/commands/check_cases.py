"""`manage.py check_cases [--filings FILE] [--json]`: whether every case, row and number is as it has to be."""

import argparse
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine.checking import ALL, Finding, Options, check
from engine.commands import clock


class Command(BaseCommand):
    help = "Comprueba que los trámites estén completos y concuerden: no cambia nada."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="Resultado para otros programas.")
        parser.add_argument(
            "--filings", type=Path, help="Archivo con radicados entregados, uno por línea."
        )
        parser.add_argument(
            "--late",
            type=int,
            default=900,
            metavar="SEGUNDOS",
            help="Cuánto puede esperar a los trabajadores algo que ya debe hacerse.",
        )
        parser.add_argument("--batch", type=int, default=100, help="Cuántos trámites a la vez.")

    def handle(self, *_args: Any, **options: Any) -> None:
        self._checked = 0
        found = check(
            Options(
                now=clock.now(),
                late_after=timedelta(seconds=options["late"]),
                batch=options["batch"],
                filings=_lines(options["filings"]),
                progress=self._tell,
            )
        )
        count = self._write_json(found) if options["json"] else self._write(found)
        if count:
            raise SystemExit(1)

    def _tell(self, done: int, count: int) -> None:
        self._checked = done
        if self.stderr.isatty():
            self.stderr.write(f"\r  {done} de {count} trámites comprobados", ending="")
            self.stderr.flush()

    def _write(self, found: Iterator[Finding]) -> int:
        count = 0
        for one in found:
            count += 1
            self._clear_line()
            spanish, _ = ALL[one.code]
            place = f"{one.subject}: " if one.subject else ""
            self.stdout.write(f"{one.code}  {place}{one.detail}\n      {spanish}")
        self._clear_line()
        told = f"{count} fallas" if count else "todo concuerda"
        self.stdout.write(f"{self._checked} trámites comprobados: {told}.")
        return count

    def _write_json(self, found: Iterator[Finding]) -> int:
        rows = [
            {
                "code": one.code,
                "subject": one.subject,
                "detail": one.detail,
                "spanish": ALL[one.code][0],
                "english": ALL[one.code][1],
            }
            for one in found
        ]
        self.stdout.write(
            json.dumps({"cases": self._checked, "findings": rows}, ensure_ascii=False, indent=2)
        )
        return len(rows)

    def _clear_line(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r\033[K", ending="")


def _lines(file: Path | None) -> Iterator[str]:
    if file is None:
        return
    try:
        with file.open() as lines:
            yield from (line.strip() for line in lines if line.strip())
    except OSError as error:
        raise CommandError(str(error)) from error
