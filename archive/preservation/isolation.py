"""The parent's side of the child that opens strangers' files: whatever happens there, an answer comes."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from archive.preservation.findings import FindingCode, Inspection, Limits, refused

_ROOT = Path(__file__).resolve().parent.parent.parent


class ChildFailed(Exception):
    """The child broke, hung or ran out of memory; the text says which."""


def ask(task: str, content: bytes, limits: Limits, **more: Any) -> bytes:
    """What the child answers to one order.

    Raises:
        ChildFailed: it gave no answer within its bounds.
    """
    order: Mapping[str, Any] = {"task": task, "limits": asdict(limits), **more}
    try:
        return subprocess.run(
            [sys.executable, "-m", "archive.preservation"],
            input=json.dumps(order).encode() + b"\n" + content,
            capture_output=True,
            timeout=limits.seconds + 2,
            cwd=_ROOT,
            # Nothing of the window's environment (database, keys) is of use in there.
            env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            check=True,
        ).stdout
    except (subprocess.SubprocessError, OSError) as error:
        raise ChildFailed(type(error).__name__) from error


def inspect(content: bytes, limits: Limits | None = None) -> Inspection:
    """Inspect a file of unknown origin.

    Returns:
        What was found; `out-of-bounds` when the child broke, hung or ran out of memory.
    """
    bounds = limits or Limits()
    if len(content) > bounds.size_bytes:
        return refused(FindingCode.TOO_LARGE, str(len(content)))
    try:
        return Inspection.from_json(json.loads(ask("inspect", content, bounds)))
    except (ChildFailed, ValueError, KeyError, TypeError) as error:
        return refused(FindingCode.OUT_OF_BOUNDS, str(error)[:60])
