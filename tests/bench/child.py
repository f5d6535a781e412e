"""Runs one function of the bench on a window of its own: `python -m tests.bench.child MODULE FUNCTION ...`.

Settings are read once in a process, so each part has one; only after that the engine may be imported.
"""

import importlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]


def start(module: str, function: str, *arguments: str, **more: Any) -> "subprocess.Popen[str]":
    """Start a process for a function."""
    command = [sys.executable, "-m", "tests.bench.child", module, function, *arguments]
    return subprocess.Popen(command, cwd=ROOT, text=True, **more)


def open_window() -> None:
    """Set Django up on the database that DATABASE_URL names, and make its tables."""
    os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="ventanilla-bench-"))
    os.environ["BROKER_URL"] = "memory://"
    os.environ["DATABASE_STATEMENT_SECONDS"] = "0"
    os.environ["DJANGO_SETTINGS_MODULE"] = "web.settings"
    django.setup()
    call_command("migrate", verbosity=0)


def measure(module: str, function: str, answer: str, size: str) -> None:
    """Measure one part and leave what it found in a file."""
    part = getattr(importlib.import_module(f"tests.bench.{module}"), function)(
        quick=size == "quick"
    )
    Path(answer).write_text(part.to_json(), encoding="utf-8")


if __name__ == "__main__":
    open_window()
    _, name, called, *rest = sys.argv
    work = (
        measure
        if name == "child"
        else getattr(importlib.import_module(f"tests.bench.{name}"), called)
    )
    work(*rest)
