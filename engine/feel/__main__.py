"""`python -m engine.feel EXPRESSION [--context FILE.json]`: checks an expression and evaluates it.

The file holds variables as JSON; `{"@": "2026-01-31"}` is a date (see `engine.feel.wire`).
"""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.feel import compile_expression, compile_unary_tests
from engine.feel.checking import Diagnostic, check, check_unary_tests
from engine.feel.checking.sentences import problem_sentence
from engine.feel.errors import FeelError, Problem
from engine.feel.text import text_of
from engine.feel.types import type_of
from engine.feel.values import Value, kind_of
from engine.feel.wire import from_wire


def main(arguments: list[str] | None = None) -> int:
    """Print the value; 0 when it was made, 1 when something is wrong with the expression, 2 with the file."""
    options = _options(arguments)
    try:
        variables = _variables(options.context)
    except (OSError, ValueError, TypeError) as error:
        sys.stderr.write(f"No se puede leer {options.context}: {error}\n")
        return 2
    now = options.now or datetime.now(UTC)  # noqa: TID251 — a person at a shell lends the clock
    try:
        diagnostics, value, problems = _run(options, variables, now)
    except FeelError as error:
        diagnostics = _diagnose(options, variables)
        sys.stderr.write("".join(f"{found}\n" for found in diagnostics) or f"{error}\n")
        return 1
    for found in diagnostics:
        sys.stderr.write(f"{found}\n")
    for problem in dict.fromkeys(problems if not diagnostics else ()):
        found = Diagnostic(problem.code, problem.line, problem.column, problem_sentence(problem))
        sys.stderr.write(f"{found}\n")
    sys.stdout.write(_shown(value) + "\n")
    return 1 if value is None and (diagnostics or problems) else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m engine.feel", description=__doc__)
    parser.add_argument("expression")
    parser.add_argument("--context", type=Path, metavar="FILE.json", help="variables")
    parser.add_argument(
        "--now", type=datetime.fromisoformat, help="what now() gives, with its offset"
    )
    parser.add_argument(
        "--tests", metavar="VALUE", help="read the expression as unary tests of this FEEL value"
    )
    return parser.parse_args(arguments)


def _variables(path: Path | None) -> Mapping[str, Value]:
    data: Any = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal) if path else {}
    if not isinstance(data, dict):
        raise TypeError("se espera un objeto JSON")
    return {str(name): from_wire(value) for name, value in data.items()}


def _diagnose(
    options: argparse.Namespace, variables: Mapping[str, Value]
) -> tuple[Diagnostic, ...]:
    kinds = {name: type_of(value) for name, value in variables.items()}
    if options.tests is not None:
        return check_unary_tests(options.expression, kinds)
    return check(options.expression, kinds)


def _run(
    options: argparse.Namespace, variables: Mapping[str, Value], now: datetime
) -> tuple[tuple[Diagnostic, ...], Value, tuple[Problem, ...]]:
    if options.tests is not None:
        given = compile_expression(options.tests).evaluate({}).value
        tests = compile_unary_tests(options.expression, names=variables.keys())
        outcome = tests.evaluate(given, variables, now=now)
    else:
        expression = compile_expression(options.expression, names=variables.keys())
        outcome = expression.evaluate(variables, now=now)
    return _diagnose(options, variables), outcome.value, outcome.problems


def _shown(value: Value) -> str:
    quoted = kind_of(value) == "string"
    return json.dumps(value, ensure_ascii=False) if quoted else text_of(value)


if __name__ == "__main__":
    sys.exit(main())
