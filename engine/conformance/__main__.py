"""`python -m engine.conformance FOLDER [--json] [--only NAME]`: runs neutral BPMN models and compares traces."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from engine.conformance.reporting import as_json, lines, summary
from engine.conformance.running import ModelOutcome, Verdict, run_folder
from engine.conformance.suite import SuiteUnreadable


def main(arguments: list[str] | None = None) -> int:
    """Run a suite; 0 when all passed, 1 when a model failed or was refused, 2 with nothing to run."""
    parser = argparse.ArgumentParser(prog="python -m engine.conformance", description=__doc__)
    parser.add_argument("folder", type=Path, help="groups of .bpmn files and an expected.json")
    parser.add_argument("--json", action="store_true", help="everything as one line of JSON")
    parser.add_argument("--only", default="", help="part of a name, such as events/ or Loop_Task")
    options = parser.parse_args(arguments)
    try:
        outcomes = list(_run(options))
    except SuiteUnreadable as unreadable:
        sys.stderr.write(f"{unreadable}\n")
        return 2
    if not outcomes:
        sys.stderr.write(f"{options.folder}: no model named like {options.only!r}\n")
        return 2
    sys.stdout.write((as_json(outcomes) if options.json else summary(outcomes)) + "\n")
    return int(any(outcome.verdict is not Verdict.PASSED for outcome in outcomes))


def _run(options: argparse.Namespace) -> Iterator[ModelOutcome]:
    for outcome in run_folder(options.folder, options.only):
        if not options.json:
            for line in lines(outcome):
                sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
        yield outcome


if __name__ == "__main__":
    sys.exit(main())
