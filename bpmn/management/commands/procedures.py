"""`manage.py procedures`: check folders, list what is published, publish a folder."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bpmn import versions
from bpmn.apps import home_entity
from bpmn.checks import check, errors_of
from bpmn.drafts.places import folder_at
from bpmn.drawing import draw, measure
from bpmn.package import Finding, FindingsError, Folder, FolderRefused
from bpmn.versions.shelf import INTERNAL, PROCEDURES, SHARED, folder_paths, shelf_library
from engine.dmn.xml import XmlRefused


class Command(BaseCommand):
    help = "Check, list and publish folders of procedures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        checking = verbs.add_parser("check", help="Say what must be mended; 1 if there are errors.")
        checking.add_argument(
            "paths", nargs="*", type=Path, help="Folders or zips; none: the whole shelf."
        )
        checking.add_argument(
            "--json", action="store_true", help="One JSON document, for programs."
        )
        checking.add_argument(
            "--shared", type=Path, default=SHARED, help="Where shared folders are."
        )
        drawing = verbs.add_parser("draw", help="Lay out and write the diagram of folders.")
        drawing.add_argument("paths", nargs="*", type=Path, help="Folders; none: the whole shelf.")
        drawing.add_argument("--check", action="store_true", help="Only say what is not drawn.")
        drawing.add_argument(
            "--shared", type=Path, default=SHARED, help="Where shared folders are."
        )
        verbs.add_parser("list", help="What is published.")
        publishing = verbs.add_parser("publish", help="Publish one folder.")
        publishing.add_argument("path", type=Path)
        publishing.add_argument("--author", required=True, help="Who wrote it.")
        publishing.add_argument("--publisher", required=True, help="Who answers for it.")
        publishing.add_argument(
            "--shared", type=Path, default=SHARED, help="Where shared folders are."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        verb: str = options["verb"]
        {
            "check": self._check,
            "draw": self._draw,
            "list": self._list,
            "publish": self._publish,
        }[verb](options)

    def _check(self, options: dict[str, Any]) -> None:
        paths: list[Path] = options["paths"]
        found = _check_all(paths, options["shared"])
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {slug: [f.as_data() for f in findings] for slug, findings in found.items()},
                    ensure_ascii=False,
                    indent=2,
                )
            )
        else:
            for slug, findings in found.items():
                self.stdout.write(f"{slug}: {_verdict(findings)}")
                for finding in findings:
                    self.stdout.write(f"  {finding}")
        if any(errors_of(findings) for findings in found.values()):
            raise CommandError("Hay errores.")

    def _draw(self, options: dict[str, Any]) -> None:
        everything = [*folder_paths(options["shared"]), *folder_paths(PROCEDURES)]
        paths: list[Path] = options["paths"] or everything
        states = {path.resolve().name: _drawn(path, options["check"]) for path in paths}
        for slug, state in states.items():
            self.stdout.write(f"{slug}: {state or 'dibujado'}")
        if any(states.values()):
            raise CommandError("Hay elementos sin dibujar.")

    def _list(self, _options: dict[str, Any]) -> None:
        for version in versions.catalogue():
            self.stdout.write(
                f"{version.slug} v{version.number} {version.digest[:12]} "
                f"{version.sheet.official_name}"
            )

    def _publish(self, options: dict[str, Any]) -> None:
        try:
            version = versions.publish(
                folder_at(options["path"]),
                library=shelf_library(options["shared"]),
                author=options["author"],
                publisher=options["publisher"],
                # An entry point is where time comes in by the hand.
                now=datetime.now(tz=UTC),  # noqa: TID251
            )
        except FindingsError as refusal:
            for finding in refusal.findings:
                self.stderr.write(str(finding))
            raise CommandError("No se publicó; lo publicado sigue igual.") from refusal
        except versions.SamePerson as refusal:
            raise CommandError("Quien escribe un trámite no lo publica.") from refusal
        self.stdout.write(f"{version.slug} v{version.number} {version.digest}")


def _drawn(path: Path, only_look: bool) -> str:
    """Draws the process of a folder; says what its diagram still lacks."""
    model = path / "process.bpmn"
    if not model.is_file():
        return "" if path.is_dir() else "no existe la carpeta"
    try:
        xml = model.read_bytes()
        if not only_look and (drawing := draw(xml)) != xml:
            model.write_bytes(drawing)
        missing = measure(model.read_bytes()).missing
    except XmlRefused as refusal:
        return f"no se puede leer: {refusal}"
    return f"sin dibujar: {', '.join(missing)}. Dibújelo con «procedures draw»." if missing else ""


def _check_all(paths: list[Path], shared: Path) -> dict[str, tuple[Finding, ...]]:
    wanted = paths or [*folder_paths(shared), *folder_paths(INTERNAL), *folder_paths(PROCEDURES)]
    library, broken = _library(shared)
    found: dict[str, tuple[Finding, ...]] = dict(broken) if not paths else {}
    entity = home_entity()
    neighbours = [path.name for path in folder_paths(PROCEDURES)]
    outcomes = list(_folders(wanted))
    neighbours += [slug for slug, _ in outcomes if paths]
    for slug, outcome in outcomes:
        if isinstance(outcome, Folder):
            found[slug] = check(outcome, library, entity=entity, neighbours=neighbours)
        else:
            found[slug] = outcome
    return found


def _library(shared: Path) -> tuple[dict[str, Folder], Mapping[str, tuple[Finding, ...]]]:
    library: dict[str, Folder] = {}
    broken: dict[str, tuple[Finding, ...]] = {}
    for slug, outcome in _folders(folder_paths(shared)):
        if isinstance(outcome, Folder):
            library[slug] = outcome
        else:
            broken[slug] = outcome
    return library, broken


def _folders(paths: list[Path]) -> Iterator[tuple[str, Folder | tuple[Finding, ...]]]:
    for path in paths:
        try:
            folder = folder_at(path)
            yield folder.slug, folder
        except FolderRefused as refusal:
            yield path.resolve().name, refusal.findings


def _verdict(findings: tuple[Finding, ...]) -> str:
    errors = len(errors_of(findings))
    warnings = len(findings) - errors
    return f"{errors} errores, {warnings} avisos" if findings else "bien"
