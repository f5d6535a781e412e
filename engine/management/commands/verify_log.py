"""`manage.py verify_log [--json] [--witness FOLDER]`: names every past event that is not as it was."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from engine.commands import clock
from engine.events import sequence
from engine.jobs.log_sealing import verify_log
from engine.models import Case, LogHead, Reading

_WORDS = {
    "event-changed": "El evento fue cambiado",
    "event-removed": "El evento fue quitado",
    "event-added": "El evento fue agregado entre otros que ya estaban",
    "event-moved": "El evento fue movido de lugar",
    "reading-changed": "La consulta de datos fue cambiada",
    "reading-removed": "La consulta de datos fue quitada",
    "head-removed": "La cabeza estampada fue quitada",
    "head-changed": "La cabeza estampada fue cambiada",
    "head-altered": "La cabeza estampada no corresponde a los eventos",
    "head-larger": "La cabeza estampada dice que había más eventos",
    "token-refused": "La estampa de tiempo no es válida",
    "leaf-missing": "El registro no tiene la entrada",
    "leaf-altered": "La entrada del registro no corresponde a su evento",
    "tile-altered": "Las huellas guardadas del registro no concuerdan",
    "chain-missing": "En la cadena falta el evento",
    "chain-altered": "En la cadena fue cambiado el evento",
    "chain-reordered": "En la cadena no sigue al anterior el evento",
    "chain-truncated": "La cadena no termina donde debe, después del evento",
    "witness-gap": "Al testigo le faltan entradas antes del archivo",
    "witness-altered": "El archivo del testigo fue cambiado",
    "witness-unreadable": "No se puede leer el archivo del testigo",
}


class Command(BaseCommand):
    help = (
        "Encuentra y nombra cada evento o consulta de datos que alguien cambió, quitó o movió. "
        "Salida: 0 todo concuerda, 1 algo fue tocado."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="Resultado para otros programas.")
        parser.add_argument(
            "--witness",
            type=Path,
            action="append",
            metavar="CARPETA",
            help="Testigo guardado en otra parte; se puede repetir. Sin esta opción: LOG_WITNESS_DIR.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        folders = options["witness"] or [settings.LOG_WITNESS_DIR]
        found = verify_log(folders, self._tell)
        result = {
            "cases": Case.objects.exclude(event_count=0).count(),
            "entries": sequence.size(),
            "readings": Reading.objects.count(),
            "heads": LogHead.objects.count(),
            "waiting": sequence.unplaced(clock.now(), is_whole=True).count()
            + sequence.unplaced_readings(clock.now(), is_whole=True).count(),
            "witnesses": {str(folder): len([*folder.glob("*/*.jsonl")]) for folder in folders},
            "faults": [{**asdict(one), "words": _WORDS.get(one.code, one.code)} for one in found],
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
        for one in result["faults"]:
            detail = f" ({one['detail']})" if one["detail"] else ""
            self.stdout.write(f"{one['words']}: {one['place']}{detail}  [{one['code']}]")
        for folder, files in result["witnesses"].items():
            if not files:
                self.stdout.write(f"Sin testigo en {folder}: solo se comprueba lo que hay aquí.")
        told = f"{len(result['faults'])} fallas" if result["faults"] else "todo concuerda"
        self.stdout.write(
            f"{result['entries']} entradas de {result['cases']} casos y {result['heads']} cabezas "
            f"comprobadas: {told}. {result['waiting']} esperan su lugar."
        )

    def _tell(self, done: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r  {done} entradas comprobadas", ending="")
            self.stderr.flush()
