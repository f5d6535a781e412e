"""`manage.py rehearse SLUG|FOLDER|--all [--json]`: plays scenarios on a clock that it moves itself."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from bpmn.package import FolderRefused, read_folder
from bpmn.versions import PublishRefused, shelf_library
from engine.rehearsal import Outcome, rehearse


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
        results = {}
        for path in _folders(options["target"], everything=options["all"]):
            results[path.name] = self._rehearse(
                path, only=options["scenario"], quiet=options["json"]
            )
        if options["json"]:
            self.stdout.write(json.dumps(results, ensure_ascii=False, indent=2, default=str))
        if any(
            not outcome["passed"] or outcome["stuck"]
            for outcomes in results.values()
            for outcome in outcomes
        ):
            raise CommandError("Algún escenario no llegó a donde debía.")

    def _rehearse(self, path: Path, *, only: str, quiet: bool) -> list[dict[str, Any]]:
        def say(outcome: Outcome) -> None:
            if quiet:
                return
            self.stdout.write(
                f"{'bien' if outcome.passed else 'MAL '}  {outcome.scenario_id}  {outcome.title}"
            )
            if outcome.actual:
                self.stdout.write(f"      recorrido  {' > '.join(outcome.actual.path)}")
                self.stdout.write(
                    f"      resultado  {outcome.actual.outcome or '(en curso)'}, {outcome.actual.state}"
                )
                self.stdout.write(
                    f"      documentos {', '.join(outcome.actual.documents) or 'ninguno'}"
                )
            for difference in outcome.differences:
                self.stdout.write(f"      {difference}")
            for case in outcome.stuck:
                self.stdout.write(f"      nadie puede moverlo: {case}")

        if not quiet:
            self.stdout.write(path.name)
        try:
            return [
                _as_data(outcome)
                for outcome in rehearse(read_folder(path), shelf_library(), only=only, on_done=say)
            ]
        except (FolderRefused, PublishRefused) as refused:
            lines = "\n".join(
                f"  {f.file} [{f.element}]: {f.message} {f.remedy}" for f in refused.findings
            )
            raise CommandError(f"{path.name} no se puede publicar:\n{lines}") from refused


def _folders(target: str | None, *, everything: bool) -> list[Path]:
    shelf = settings.ROOT / "bpmn" / "procedures"
    if everything:
        return sorted(path for path in shelf.iterdir() if path.is_dir())
    if target is None:
        raise CommandError("Diga qué trámite ensayar, o --all.")
    internal = settings.ROOT / "bpmn" / "internal"
    path = next((p / target for p in (shelf, internal) if (p / target).is_dir()), Path(target))
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
