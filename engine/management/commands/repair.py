"""`manage.py repair RADICADO …`: shows where a case stands, moves it to another version, mends its flow or data.

Whoever has the shell acts as the system; the name of their account on the machine goes into the event.
"""

import argparse
import getpass
import json
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError

from bpmn import versions
from bpmn.versions import VersionUnknown
from engine import commands, runtime
from engine.errors import CaseNotFound, EngineError
from engine.models import Case
from engine.models.actor import Actor, ActorKind


class Command(BaseCommand):
    help = "Muestra dónde está un caso, lo pasa a otra versión o repara su flujo y sus datos."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("radicado")
        parser.add_argument("--plan", metavar="VERSIÓN", help="Qué pasaría al cambiar de versión.")
        parser.add_argument("--migrate", metavar="VERSIÓN", help="Cambia el caso de versión.")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="VIEJO=NUEVO",
            help="Elemento viejo y elemento nuevo, cuando no se llaman igual.",
        )
        parser.add_argument("--cancel", action="append", default=[], metavar="FICHA")
        parser.add_argument("--start", action="append", default=[], metavar="ELEMENTO")
        parser.add_argument("--set", action="append", default=[], metavar="NOMBRE=JSON")
        parser.add_argument("--reason", default="", help="Por qué; obligatorio para cambiar algo.")
        parser.add_argument("--json", action="store_true", help="Para otros programas.")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._act(options)
        except (EngineError, VersionUnknown, runtime.ExecutionError) as error:
            data = getattr(error, "data", None)
            raise CommandError(f"{error.code}: {data}" if data else error.code) from error

    def _act(self, options: dict[str, Any]) -> None:
        case = _case(options["radicado"])
        if options["plan"]:
            self._tell(_plan(case, options["plan"], options["map"]), options)
        elif options["migrate"]:
            digest = _digest(case, options["migrate"])
            commands.migrate_case(
                commands.MigrateCase(
                    actor=_operator(),
                    case_id=case.id,
                    digest=digest,
                    mapping=_mapping(case, options["map"]),
                    reason=options["reason"],
                    submit_id=uuid4(),
                )
            )
            self.stdout.write("El caso sigue en la versión " + digest[:12] + ".")
        elif changes := _changes(case, options):
            commands.modify_case(
                commands.ModifyCase(
                    actor=_operator(),
                    case_id=case.id,
                    changes=changes,
                    reason=options["reason"],
                    submit_id=uuid4(),
                )
            )
            self.stdout.write("El caso quedó cambiado.")
        else:
            self._tell(_standing(case), options)

    def _tell(self, rows: list[dict[str, Any]], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write("  ".join(str(value) for value in row.values() if value is not None))
        if not rows:
            self.stdout.write("El caso no espera nada.")


def _operator() -> Actor:
    return Actor(kind=ActorKind.SYSTEM, name=f"Consola: {getpass.getuser()}", channel="system")


def _case(radicado: str) -> Case:
    case = Case.objects.filter(radicado=radicado).first()
    if case is None:
        raise CaseNotFound
    return case


def _digest(case: Case, wanted: str) -> str:
    """A version by its digest, the beginning of it, or its number."""
    for version in versions.history(case.slug):
        if version.digest.startswith(wanted) or str(version.number) == wanted:
            return version.digest
    raise VersionUnknown(wanted)


def _mapping(case: Case, pairs: list[str]) -> dict[tuple[str, str], tuple[str, str]]:
    places = [pair.partition("=")[::2] for pair in pairs]
    return {_place(case, old): _place(case, new) for old, new in places}


def _place(case: Case, text: str) -> tuple[str, str]:
    """`process/element`, or an element of the procedure itself."""
    process, slash, element = text.rpartition("/")
    return (process, element) if slash else (case.slug, text)


def _plan(case: Case, wanted: str, pairs: list[str]) -> list[dict[str, Any]]:
    digest = _digest(case, wanted)
    plan = commands.plan_migration(_operator(), case.id, digest, _mapping(case, pairs))
    return [
        {
            "token": landing.token,
            "kind": landing.kind,
            "from": f"{landing.process_id}/{landing.element_id}",
            "to": "/".join(landing.to) if landing.to else None,
            "reason": landing.reason,
        }
        for landing in plan.landings
    ]


def _standing(case: Case) -> list[dict[str, Any]]:
    if not case.frozen:
        return []
    model = versions.compiled(versions.by_digest(case.version_digest))
    return [asdict(point) for point in runtime.waiting(model, bytes(case.frozen))]


def _changes(case: Case, options: dict[str, Any]) -> tuple[runtime.Change, ...]:
    variables = {}
    for pair in options["set"]:
        name, _, text = pair.partition("=")
        try:
            variables[name] = json.loads(text)
        except ValueError as error:
            raise CommandError(f"«{text}» no es JSON.") from error
    cancelled = [runtime.CancelToken(token) for token in options["cancel"]]
    started = [runtime.StartElement(*_place(case, element)) for element in options["start"]]
    written = [runtime.SetVariables(variables)] if variables else []
    return (*written, *started, *cancelled)
