"""`manage.py shelf_coverage [--also FOLDER] [--write FILE]`: element types, flows and table rows, and what scenarios pass."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from bpmn.package import Folder, read_folder
from bpmn.versions import shelf_library
from bpmn.versions.shelf import procedure_paths
from engine.rehearsal import rehearse
from engine.rehearsal.coverage import ShelfCoverage, covered, merge
from engine.runtime.coverage import Coverage


class Command(BaseCommand):
    help = "Ensaya todo el estante y dice por qué elementos y flujos pasan los escenarios."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--also",
            type=Path,
            action="append",
            default=[],
            metavar="CARPETA",
            help="Otra carpeta cuyos escenarios también pasan por lo compartido; se puede repetir.",
        )
        parser.add_argument("--write", type=Path, help="Archivo Markdown donde dejar la tabla.")

    def handle(self, *_args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        library = shelf_library()
        procedures = [read_folder(path) for path in procedure_paths()]
        callers = [read_folder(path) for path in options["also"]]
        passed = merge(self._passed(folder, library) for folder in [*procedures, *callers])
        found = covered([*procedures, *library.values()], passed)
        text = _table(found, options["also"])
        if options["write"]:
            options["write"].write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text)
        if found.missing:
            raise CommandError(f"{len(found.missing)} flujos sin escenario ni nota.")

    def _passed(self, folder: Folder, library: dict[str, Folder]) -> Coverage:
        self.stderr.write(folder.slug)
        return merge(outcome.coverage for outcome in rehearse(folder, library))


def _table(found: ShelfCoverage, callers: list[Path]) -> str:
    also = "".join(f" --also {path}" for path in callers)
    passed = sum(flow.is_passed for flow in found.flows)
    lines = [
        "# What the scenarios of the shelf pass",
        "",
        f"Made by `manage.py shelf_coverage{also} --write docs/shelf-coverage.md`.",
        "",
        f"{len(found.types)} kinds of elements; {passed} of {len(found.flows)} sequence flows.",
        "",
        "| element | drawn | passed |",
        "|---|---|---|",
        *(f"| {one.name} | {one.drawn} | {one.passed} |" for one in found.types),
        "",
        "## Sequence flows that no scenario takes",
        "",
        "| process | from | to | why |",
        "|---|---|---|---|",
    ]
    for flow in found.flows:
        if not flow.is_passed:
            note = flow.note or "**nothing accounts for it**"
            lines.append(f"| {flow.process_id} | {flow.source} | {flow.target} | {note} |")
    return "\n".join([*lines, *_rows(found)]) + "\n"


def _rows(found: ShelfCoverage) -> list[str]:
    fired = len(found.rules) - len(found.silent)
    return [
        "",
        "## Rows of decision tables that no scenario fires",
        "",
        f"{fired} of {len(found.rules)} rows fire in scenarios. The others are played by `tests/procedures/decisions`.",
        "",
        "| process | table | row | annotation |",
        "|---|---|---|---|",
        *(
            f"| {rule.process_id} | {rule.table_id} | {rule.number} | {rule.annotation} |"
            for rule in found.silent
        ),
    ]
