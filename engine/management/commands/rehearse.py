"""`manage.py rehearse SLUG|FOLDER|--all [--json]`: plays scenarios on a clock that it moves itself."""

import argparse
import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from bpmn.package import Finding, Folder, FolderRefused, read_folder
from bpmn.versions import PublishRefused, shelf_library
from bpmn.versions.shelf import INTERNAL, PROCEDURES, procedure_paths
from engine.rehearsal import Outcome, rehearse

_WIDTH = 40


class Command(BaseCommand):
    help = "Ensaya los escenarios de un trámite sin navegador, en su propio reloj."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "target", nargs="?", help="Nombre de un trámite del estante, o una carpeta."
        )
        parser.add_argument("--all", action="store_true", help="Todos los trámites del estante.")
        parser.add_argument("--scenario", default="", help="Sólo el escenario de este id.")
        parser.add_argument("--json", action="store_true", help="Resultado para otros programas.")

    def handle(self, *_args: Any, **options: Any) -> None:
        # A rehearsal leaves nothing behind, but it needs the tables of a window.
        call_command("migrate", verbosity=0, interactive=False)
        folders = [_read(path) for path in _folders(options["target"], everything=options["all"])]
        self._total = sum(len(folder.inside("scenarios")) for folder in folders)
        self._done = self._failed = 0
        self._is_brief = options["all"] or options["json"]
        results = {
            folder.slug: self._rehearse(folder, only=options["scenario"]) for folder in folders
        }
        if options["json"]:
            self.stdout.write(json.dumps(results, ensure_ascii=False, indent=2, default=str))
        elif options["all"]:
            good = self._done - self._failed
            self.stdout.write(f"{good} de {self._done} escenarios llegaron a donde debían.")
        if self._failed:
            raise CommandError("Algún escenario no llegó a donde debía.")

    @cached_property
    def _library(self) -> Mapping[str, Folder]:
        return shelf_library()

    def _rehearse(self, folder: Folder, *, only: str) -> list[dict[str, Any]]:
        if not self._is_brief:
            self.stdout.write(folder.slug)
        try:
            outcomes = rehearse(folder, self._library, only=only, on_done=self._on_done)
        except (FolderRefused, PublishRefused) as refused:
            raise CommandError(_refusal(folder.slug, refused.findings)) from refused
        return [_as_data(outcome) for outcome in outcomes]

    def _on_done(self, outcome: Outcome) -> None:
        is_good = outcome.passed and not outcome.stuck
        self._done += 1
        self._failed += not is_good
        if not self._is_brief or not is_good:
            self._clear()
            self._tell(outcome)
        if self._is_brief and self.stderr.isatty():
            self._draw(outcome.scenario_id)

    def _draw(self, scenario_id: str) -> None:
        filled = _WIDTH * self._done // max(self._total, 1)
        bar = "#" * filled + "." * (_WIDTH - filled)
        end = "\n" if self._done == self._total else ""
        self.stderr.write(f"\r[{bar}] {self._done}/{self._total} {scenario_id:<12}", ending=end)

    def _clear(self) -> None:
        if self._is_brief and self.stderr.isatty():
            self.stderr.write("\r" + " " * (_WIDTH + 30) + "\r", ending="")

    def _tell(self, outcome: Outcome) -> None:
        verdict = "bien" if outcome.passed else "MAL "
        self.stdout.write(f"{verdict}  {outcome.scenario_id}  {outcome.title}")
        if outcome.actual:
            actual = outcome.actual
            self.stdout.write(f"      recorrido  {' > '.join(actual.path)}")
            self.stdout.write(f"      resultado  {actual.outcome or '(en curso)'}, {actual.state}")
            self.stdout.write(f"      documentos {', '.join(actual.documents) or 'ninguno'}")
        for difference in outcome.differences:
            self.stdout.write(f"      {difference}")
        for case in outcome.stuck:
            self.stdout.write(f"      nadie puede moverlo: {case}")


def _read(path: Path) -> Folder:
    try:
        return read_folder(path)
    except FolderRefused as refused:
        raise CommandError(_refusal(path.name, refused.findings)) from refused


def _refusal(name: str, findings: Iterable[Finding]) -> str:
    lines = "\n".join(f"  {f.file} [{f.element}]: {f.message} {f.remedy}" for f in findings)
    return f"{name} no se puede publicar:\n{lines}"


def _folders(target: str | None, *, everything: bool) -> list[Path]:
    if everything:
        return procedure_paths()
    if target is None:
        raise CommandError("Diga qué trámite ensayar, o --all.")
    shelves = (place / target for place in (PROCEDURES, INTERNAL))
    path = next((path for path in shelves if path.is_dir()), Path(target))
    if not path.is_dir():
        raise CommandError(
            f"No hay un trámite ni una carpeta «{target}». Vea `manage.py procedures list`."
        )
    return [path.resolve()]


def _as_data(outcome: Outcome) -> dict[str, Any]:
    expected, actual = outcome.expected, outcome.actual
    return {
        "scenario": outcome.scenario_id,
        "title": outcome.title,
        "passed": outcome.passed,
        "expected": {name: getattr(expected, name) for name in _PARTS},
        "actual": {name: getattr(actual, name) for name in _PARTS} if actual else None,
        "differences": list(outcome.differences),
        "stuck": list(outcome.stuck),
    }


_PARTS = ("path", "outcome", "state", "documents", "waiting_at", "due")
