"""`manage.py reference [--check]`: makes the reference pages from the code."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from engine.commands import INLINE_TASKS
from engine.feel.builtins import MODULES
from engine.feel.values import Parameter
from engine.jobs.table import HANDLERS, TYPES
from web.settings import HELP
from web.shell.sentences import SENTENCES
from web.shell.shared_reference import forms_page, groups_page, processes_page


class Command(BaseCommand):
    help = "Makes docs/reference from the code."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only say whether they are new.")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder = Path(settings.ROOT) / "docs" / "reference"
        for name, text in pages().items():
            page = folder / name
            if options["check"]:
                if not page.exists() or page.read_text() != text:
                    raise CommandError(f"{name} is old: run manage.py reference")
            else:
                page.write_text(text)


def pages() -> Mapping[str, str]:
    """Every generated page by file name."""
    return {
        "settings.md": _settings(),
        "errors.md": _errors(),
        "jobs.md": _jobs(),
        "feel.md": _feel(),
        "groups.md": groups_page(),
        "shared-processes.md": processes_page(),
        "shared-forms.md": forms_page(),
    }


def _table(title: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [f"# {title}", "", "Made by `manage.py reference`.", ""]
    lines += [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _settings() -> str:
    rows = [
        (f"`{name}`", f"`{_portable(default)}`" if default else "", sentence)
        for name, (default, sentence) in sorted(HELP.items())
    ]
    return _table("Settings", ("variable", "default", "what it is"), rows)


def _portable(default: str) -> str:
    return default.replace(str(settings.VAR_DIR), "VAR_DIR").replace(str(settings.ROOT), "ROOT")


def _errors() -> str:
    rows = [(f"`{code}`", str(s.status), s.title) for code, s in sorted(SENTENCES.items())]
    return _table("Errors", ("code", "status", "what people read"), rows)


def _jobs() -> str:
    rows = [
        (f"`{name}`", "worker" if name in HANDLERS else "inline", _first_line(name))
        for name in sorted(TYPES)
    ]
    return _table("Task types", ("type", "runs in", "what it does"), rows)


def _feel() -> str:
    rows = [
        (
            "<br>".join(f"`{_way(name, signature)}`" for signature in function.signatures),
            f"`{function.result}`",
            module.__name__.rpartition(".")[2],
        )
        for module in MODULES
        for name, function in module.FUNCTIONS.items()
    ]
    return _table("Functions of FEEL", ("called as", "gives", "group"), rows)


def _way(name: str, signature: Sequence[Parameter]) -> str:
    parameters = ", ".join(
        f"{'…' if p.variadic else ''}{p.name}{'?' if p.optional else ''}: {p.type}"
        for p in signature
    )
    return f"{name}({parameters})"


def _first_line(name: str) -> str:
    handler = HANDLERS.get(name) or INLINE_TASKS[name]
    return (handler.__doc__ or "").strip().splitlines()[0]
