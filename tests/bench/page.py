"""Prints what was found, and writes it to docs/benchmarks.md below the words that people wrote there."""

import os
import platform
from datetime import date
from pathlib import Path

from tests.bench.findings import Finding, Part

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
MARK = "<!-- below this line `make bench` writes -->"
_SIGN = {True: "yes", False: "**no**", None: ""}


def lines_of(part: Part) -> str:
    """A part as a terminal shows it."""
    lines = [f"\n{part.title}"]
    for one in part.findings:
        told = f"  {one.measured:>14}  {one.what}"
        lines.append(told + (f"  (target {one.target}: {_word(one)})" if one.target else ""))
    return "\n".join([*lines, part.text])


def write(found: list[Part], *, load: tuple[float, ...], seconds: float) -> None:
    """Write the page anew below its mark."""
    written = PAGE.read_text(encoding="utf-8") if PAGE.exists() else f"# Benchmarks\n\n{MARK}\n"
    kept = written.partition(MARK)[0]
    head = (
        f"Measured on {date.today().isoformat()} in {seconds / 60:.0f} minutes; "
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}; load when it began "
        f"{load[0]:.1f} (1 min), {load[1]:.1f} (5 min), when it ended {os.getloadavg()[0]:.1f}."
    )
    parts = "\n\n".join(_section(part) for part in found)
    PAGE.write_text(f"{kept}{MARK}\n\n## Last run\n\n{head}\n\n{parts}\n", encoding="utf-8")


def _section(part: Part) -> str:
    lines = [f"### {part.title}", ""]
    if part.how:
        lines += [part.how, ""]
    if part.findings:
        lines += ["| | measured | target | reached |", "|---|---|---|---|"]
        lines += [
            f"| {one.what} | {one.measured} | {one.target} | {_SIGN[one.holds]} |"
            for one in part.findings
        ]
    if part.text:
        lines += ["", part.text]
    return "\n".join(lines)


def _word(finding: Finding) -> str:
    return "reached" if finding.holds else "MISSED"
