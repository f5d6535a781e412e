"""`manage.py move_archive --to URL [--from URL]`: copies the archive to another store and reads every byte back.

Ctrl-C stops it; the same command goes on. The source is only read.
"""

import argparse
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive.stores import AccessKeys, Move, MoveReport, Store, StoreError, open_store


class Command(BaseCommand):
    help = "Copia el archivo a otro depósito, comprueba cada byte y se puede detener y continuar."
    # Pages have no part in it.
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--to", required=True, help="Dirección del depósito nuevo.")
        parser.add_argument(
            "--from",
            dest="source",
            default=settings.ARCHIVE_URL,
            help="Dirección del depósito de origen; si falta, el de ARCHIVE_URL.",
        )
        parser.add_argument("--journal", type=Path, help="Archivo que anota lo que ya está.")
        parser.add_argument("--report", type=Path, help="Archivo para el informe, en JSON.")

    def handle(self, *_args: Any, **options: Any) -> None:
        source_url, target_url = options["source"], options["to"]
        if source_url == target_url:
            raise CommandError("El origen y el destino son el mismo depósito.")
        journal = options["journal"] or _journal(source_url, target_url)
        try:
            source, target = open_store(source_url), open_store(target_url, _target_keys())
            report = Move(source, target, journal, self._progress(source)).run()
        except KeyboardInterrupt:
            self._clear_line()
            self.stderr.write("Detenido. La misma orden continúa donde iba.")
            raise SystemExit(130) from None
        except StoreError as error:
            self._clear_line()
            raise CommandError(
                f"{error.code}: {error}. Lo copiado está anotado; la misma orden continúa."
            ) from error
        self._clear_line()
        self._tell(report, {"from": source_url, "to": target_url}, options["report"])

    def _tell(self, report: MoveReport, where: dict[str, str], file: Path | None) -> None:
        text = json.dumps(where | report.to_json(), ensure_ascii=False, indent=2)
        if file is not None:
            file.write_text(text + "\n", encoding="utf-8")
        self.stdout.write(text)
        if not report.is_whole:
            raise SystemExit(1)

    def _progress(self, source: Store) -> Callable[[int], None]:
        if not self.stderr.isatty():
            return lambda _done: None
        count = sum(sum(1 for _ in part.keys()) for part in (source, source.proofs))  # noqa: SIM118

        def tell(done: int) -> None:
            part = done * 30 // max(count, done)
            bar = "█" * part + "░" * (30 - part)
            self.stderr.write(f"\r  {bar} {done} de {count} documentos", ending="")
            self.stderr.flush()

        return tell

    def _clear_line(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r\033[K", ending="")


def _journal(source_url: str, target_url: str) -> Path:
    pair = hashlib.sha256(f"{source_url}\n{target_url}".encode()).hexdigest()[:16]
    return Path(settings.VAR_DIR) / "moves" / f"{pair}.jsonl"


def _target_keys() -> AccessKeys | None:
    """Credentials of the target when they are not the window's own."""
    access = os.environ.get("ARCHIVE_TO_ACCESS_KEY")
    if not access:
        return None
    return AccessKeys(access, os.environ.get("ARCHIVE_TO_SECRET_KEY", ""))
