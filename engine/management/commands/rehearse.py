"""`manage.py rehearse SLUG|FOLDER|ZIP|--all [--json]`: plays scenarios on a clock that it moves itself."""

import argparse
import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from bpmn.drafts.places import folder_at
from bpmn.package import Finding, Folder, FolderRefused
from bpmn.versions import PublishRefused, shelf_library
from bpmn.versions.shelf import INTERNAL, PROCEDURES, procedure_paths
from engine.rehearsal import Actual, Outcome, rehearse, wording

_WIDTH = 40


class Command(BaseCommand):
    help = "Ensaya los escenarios de un trámite sin navegador, en su propio reloj."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "target", nargs="?", help="Nombre de un trámite del estante, una carpeta o un ZIP."
        )
        parser.add_argument("--all", action="store_true", help="Todos los trámites del estante.")
        parser.add_argument("--scenario", default="", help="Sólo el escenario de este id.")
        parser.add_argument(
            "--json", action="store_true", help="Un solo documento JSON, para otros programas."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        # A rehearsal leaves nothing behind, but it needs the tables of a window.
        call_command("migrate", verbosity=0, interactive=False)
        self._is_json: bool = options["json"]
        self._is_brief = options["all"] or self._is_json
        self._done = self._failed = 0
        with _quiet(unless=options["traceback"]):
            results = self._results(options)
        if self._is_json:
            self.stdout.write(json.dumps(results, ensure_ascii=False, indent=2, default=str))
        elif options["all"]:
            good = self._done - self._failed
            self.stdout.write(f"{good} de {self._done} escenarios llegaron a donde debían.")
        if self._failed:
            raise CommandError("Algún escenario no llegó a donde debía.")

    def _results(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """By slug: what came of each scenario, or why the folder cannot be published."""
        results: dict[str, Any] = {}
        paths = _places(options["target"], everything=options["all"])
        self._total = sum(map(_scenarios_in, paths))
        for path in paths:
            slug = path.stem
            try:
                folder = folder_at(path)
                slug = folder.slug
                results[slug] = self._rehearse(folder, only=options["scenario"])
            except (FolderRefused, PublishRefused) as refused:
                self._failed += 1
                results[slug] = {"findings": [one.as_data() for one in refused.findings]}
                if not self._is_json:
                    raise CommandError(_refusal(slug, refused.findings)) from refused
        return results

    @cached_property
    def _library(self) -> Mapping[str, Folder]:
        return shelf_library()

    def _rehearse(self, folder: Folder, *, only: str) -> list[dict[str, Any]]:
        if not self._is_brief:
            self.stdout.write(folder.slug)
        outcomes = rehearse(folder, self._library, only=only, on_done=self._on_done)
        return [_as_data(outcome) for outcome in outcomes]

    def _on_done(self, outcome: Outcome) -> None:
        is_good = outcome.passed and not outcome.stuck
        self._done += 1
        self._failed += not is_good
        if not self._is_json and not (self._is_brief and is_good):
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
            waits = ", ".join(map(wording.place, actual.waits))
            self.stdout.write(f"      espera en  {waits or 'ninguna parte'}")
        for difference in outcome.differences:
            self.stdout.write(f"      {difference}")
        for case in outcome.stuck:
            self.stdout.write(f"      nadie puede moverlo: {case}")


@contextmanager
def _quiet(*, unless: bool) -> Iterator[None]:
    """What goes wrong is told with the scenario; where the program stood, only who asks for it wants to see."""
    before = logging.root.manager.disable
    logging.disable(before if unless else logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _scenarios_in(path: Path) -> int:
    return len(list(path.glob("scenarios/*.yaml")))


def _refusal(name: str, findings: Iterable[Finding]) -> str:
    lines = "\n".join(f"  {f.file} [{f.element}]: {f.message} {f.remedy}" for f in findings)
    return f"{name} no se puede publicar:\n{lines}"


def _places(target: str | None, *, everything: bool) -> list[Path]:
    if everything:
        return procedure_paths()
    if target is None:
        raise CommandError("Diga qué trámite ensayar, o --all.")
    shelves = (place / target for place in (PROCEDURES, INTERNAL))
    return [next((path for path in shelves if path.is_dir()), Path(target)).resolve()]


def _as_data(outcome: Outcome) -> dict[str, Any]:
    expected, actual = outcome.expected, outcome.actual
    return {
        "scenario": outcome.scenario_id,
        "title": outcome.title,
        "passed": outcome.passed,
        "expected": {name: getattr(expected, name) for name in _PARTS},
        "actual": _actual(actual) if actual else None,
        "differences": list(outcome.differences),
        "stuck": list(outcome.stuck),
    }


def _actual(actual: Actual) -> dict[str, Any]:
    parts = {name: getattr(actual, name) for name in _PARTS}
    return parts | {"waits": [asdict(place) for place in actual.waits]}


_PARTS = ("path", "outcome", "state", "documents", "waiting_at", "due")
