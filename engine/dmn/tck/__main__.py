"""`python -m engine.dmn.tck FOLDER [--json]`: runs a folder shaped like the kit and prints what became of it."""

import argparse
import json
import sys
from pathlib import Path

from engine.dmn.tck.running import Group, as_json, run_folder, totals


def main(arguments: list[str] | None = None) -> int:
    """Run the kit; 0 when nothing failed, 1 when something did, 2 when there is nothing to run."""
    parser = argparse.ArgumentParser(prog="python -m engine.dmn.tck", description=__doc__)
    parser.add_argument("folder", type=Path, help="groups of .dmn files and *-test-*.xml files")
    parser.add_argument("--json", action="store_true", help="everything as one line of JSON")
    options = parser.parse_args(arguments)
    groups: list[Group] = []
    for group in run_folder(options.folder):
        groups.append(group)
        if not options.json:
            _show(group)
    if not groups:
        sys.stderr.write(f"{options.folder}: no *-test-*.xml below this folder\n")
        return 2
    sys.stdout.write((as_json(groups) if options.json else json.dumps(totals(groups))) + "\n")
    return 1 if any(group.failures for group in groups) else 0


def _show(group: Group) -> None:
    skipped = f", {group.skipped} skipped" if group.skipped else ""
    sys.stdout.write(f"{group.name}: {group.passed} passed, {group.failed} failed{skipped}\n")
    for case, why in group.failures:
        sys.stdout.write(f"  {case}: {why}\n")


if __name__ == "__main__":
    sys.exit(main())
