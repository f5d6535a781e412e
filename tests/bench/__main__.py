"""`make bench`: runs every part in a process of its own, prints what it found and writes the page.

`BENCH=quick` measures less, and `python -m tests.bench PART...` runs some parts; neither writes the page.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from tests import parts
from tests.bench import page
from tests.bench.child import start
from tests.bench.findings import Part

# Part, function, database. Times are never measured side by side; the last two count other things.
PLAN: dict[str, tuple[str, str, str]] = {
    "completions": ("completions", "measure", "postgres"),
    "completions-sqlite": ("completions", "measure", "sqlite"),
    "loops": ("loops", "measure", "postgres"),
    "loops-sqlite": ("loops", "measure", "sqlite"),
    "storage": ("storage", "measure", "postgres"),
    "inboxes": ("inboxes", "measure", "two"),
    "workers": ("workers", "measure", "postgres"),
    "deep": ("loops", "measure_deep", "memory"),
    "memory": ("memory", "measure", "postgres"),
    "archive": ("archive", "measure", "none"),
    "feel": ("feel", "measure", "none"),
    "signatures": ("signatures", "measure", "none"),
    "desk": ("desk", "measure", "postgres"),
    "desk-sqlite": ("desk", "measure", "sqlite"),
}
TOGETHER = ("deep", "memory")


def main(wanted: list[str]) -> int:
    """Measure, print and write."""
    begun, load = time.monotonic(), os.getloadavg()
    names = wanted or list(PLAN)
    found: dict[str, Part] = {}
    for name in names:
        if name not in TOGETHER:
            found[name] = _finished(_started(name))
    children = [_started(name) for name in names if name in TOGETHER]
    for child in children:
        found[child.name] = _finished(child)
    ordered = [found[name] for name in names]
    seconds = time.monotonic() - begun
    if not wanted and not _is_quick():
        page.write(ordered, load=load, seconds=seconds)
    missed = [one.what for part in ordered for one in part.findings if one.holds is False]
    sys.stdout.write(f"\n{seconds:.0f} s; missed: {'; '.join(missed) or 'nothing'}\n")
    return 0


class _Child:
    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = tempfile.TemporaryDirectory(prefix="ventanilla-bench-")
        self.answer = Path(self.folder.name) / "answer.json"
        module, function, database = PLAN[name]
        self.databases = [parts.fresh_database() for _ in range(_databases(database))]
        urls = [one.__enter__() for one in self.databases]
        env = os.environ | {"VAR_DIR": self.folder.name, "BENCH_URLS": " ".join(urls)}
        env["DATABASE_URL"] = urls[0] if urls else _embedded(database, self.folder.name)
        size = "quick" if _is_quick() else "full"
        what = ("measure", module, function, str(self.answer), size)
        self.process = start("child", *what, env=env)


def _started(name: str) -> _Child:
    sys.stderr.write(f"{name} ...\n")
    return _Child(name)


def _finished(child: _Child) -> Part:
    code = child.process.wait()
    for one in child.databases:
        one.__exit__(None, None, None)
    if code:
        sys.exit(f"{child.name} failed")
    part = Part.from_json(child.answer.read_text())
    child.folder.cleanup()
    sys.stdout.write(page.lines_of(part) + "\n")
    sys.stdout.flush()
    return part


def _databases(kind: str) -> int:
    return {"postgres": 1, "two": 2}.get(kind, 0)


def _embedded(kind: str, folder: str) -> str:
    return "sqlite://:memory:" if kind == "memory" else f"sqlite:///{folder}/bench.sqlite3"


def _is_quick() -> bool:
    return os.environ.get("BENCH") == "quick"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
