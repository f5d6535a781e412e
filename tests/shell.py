"""A process with the settings of a window that answers one script after another: to start one takes seconds.

`python -m tests.shell` is that process; `Shell` is who asks it.
"""

import contextlib
import io
import json
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

import django

_ROOT = Path(__file__).resolve().parents[1]


class Shell:
    """Somebody at the shell of a window, until they leave it."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.shell"],
            cwd=_ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, script: str) -> str:
        """What a script prints; its names are gone afterwards.

        Raises:
            AssertionError: it failed; where, its traceback says.
        """
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        print(json.dumps(script), file=self._child.stdin, flush=True)
        said = json.loads(self._child.stdout.readline() or '{"error": "the shell has died"}')
        if "error" in said:
            raise AssertionError(said["error"])
        return str(said["printed"])

    def leave(self) -> None:
        """Its process ends when nothing more can be asked."""
        with self._child:
            pass


def _answer(script: str) -> dict[str, str]:
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(script, {})  # noqa: S102 — the tests' own
    except Exception:  # noqa: BLE001 — whatever it is, who asked is told
        return {"error": traceback.format_exc()}
    return {"printed": printed.getvalue()}


def _serve() -> None:
    django.setup()
    # Not before: the models need the applications.
    from django.db import connections  # noqa: PLC0415

    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answer(json.loads(line))) + "\n")
        sys.stdout.flush()
        connections.close_all()


if __name__ == "__main__":
    _serve()
