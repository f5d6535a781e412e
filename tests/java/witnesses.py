"""Builds the outside witnesses in Java once, and asks them about many files in one run."""

import hashlib
import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

_HOME = Path(__file__).parent
_SECONDS = 900


def signatures(files: Sequence[Path], root: Path) -> list[dict[str, Any]]:
    """What the EU's DSS says of each file, with one trusted root and no network."""
    return _asked("witnesses.Signatures", [str(root)], map(str, files))


def archivability(orders: Iterable[tuple[str, Path]]) -> list[dict[str, Any]]:
    """What veraPDF says of each file for a flavour: "3a", "3b", "ua1"."""
    return _asked("witnesses.Archivability", [], (f"{flavour}\t{file}" for flavour, file in orders))


def _asked(program: str, arguments: list[str], lines: Iterable[str]) -> list[dict[str, Any]]:
    folder = _built()
    libraries = (folder / "classpath").read_text().strip()
    done = subprocess.run(
        ["java", "-cp", f"{folder / 'classes'}{os.pathsep}{libraries}", program, *arguments],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _built() -> Path:
    """The folder of the compiled witnesses; made anew when their sources change."""
    sources = sorted([_HOME / "pom.xml", *_HOME.glob("src/**/*.java")])
    state = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    folder = Path.home() / ".cache" / "ventanilla" / f"witnesses-{state}"
    if not (folder / "classpath").exists():
        subprocess.run(
            [
                *("mvn", "-B", "-q", "compile", "dependency:build-classpath"),
                f"-Dbuild.folder={folder}",
                f"-Dmdep.outputFile={folder / 'classpath'}",
            ],
            cwd=_HOME,
            check=True,
            capture_output=True,
            timeout=_SECONDS,
        )
    return folder
