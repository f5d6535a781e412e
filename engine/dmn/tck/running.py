"""Runs test cases and compares what comes out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from engine.dmn.deciding import decide
from engine.dmn.model import DecisionModel, DecisionOutcome, DmnRefused, UnknownDecision
from engine.dmn.reading import load_leniently
from engine.dmn.tck.cases import Expectation, TestCase, test_cases
from engine.dmn.xml import XmlRefused
from engine.feel.errors import FeelError
from engine.feel.frame import Run
from engine.feel.limits import Limits
from engine.feel.operators import is_same
from engine.feel.text import text_of
from engine.feel.values import Value

# The kit's own runner compares numbers to eight places.
_PRECISION = Decimal("1E-8")
_NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
_LIMITS = Limits()


@dataclass
class Group:
    """What became of the cases of one folder."""

    name: str
    passed: int = 0
    skipped: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many failed."""
        return len(self.failures)


def run_folder(folder: Path) -> Iterator[Group]:
    """Run every group below a folder, in order of name."""
    files = sorted(folder.rglob("*-test-*.xml"))
    for directory in sorted({file.parent for file in files}):
        name = directory.relative_to(folder).as_posix() if directory != folder else folder.name
        group = Group(name)
        for file in (file for file in files if file.parent == directory):
            _run_file(group, file)
        yield group


def _run_file(group: Group, file: Path) -> None:
    models: dict[str, DecisionModel] = {}
    try:
        cases = list(test_cases(file))
    except XmlRefused as refused:
        group.failures.append((file.name, str(refused)))
        return
    for case in cases:
        try:
            if case.model not in models:
                models[case.model] = _model(file.parent, case.model)
            reasons = list(_reasons(models[case.model], case))
        except (DmnRefused, OSError) as error:
            reasons = [str(error)]
        except Exception as error:  # noqa: BLE001 — a fault of ours must not hide the other cases
            reasons = [repr(error)]
        if not reasons:
            group.passed += 1
        elif all(reason.startswith("external-function") for reason in reasons):
            group.skipped += 1
        else:
            group.failures.append((case.id, "; ".join(reasons)))


def _model(folder: Path, name: str) -> DecisionModel:
    path = folder / Path(name).name
    beside = [other.read_bytes() for other in sorted(folder.glob("*.dmn")) if other != path]
    return load_leniently(path.read_bytes(), beside)


def _reasons(model: DecisionModel, case: TestCase) -> Iterator[str]:
    """Why the case failed; nothing when it passed."""
    for expected in case.expected:
        wanted = case.invocable or expected.name
        try:
            outcome = decide(model, wanted, case.inputs, now=_NOW, limits=_LIMITS)
        except UnknownDecision:
            yield f"{wanted}: no such decision"
            continue
        except FeelError as error:
            yield f"{wanted}: {error}"
            continue
        if any(problem.code == "external-function" for problem in outcome.problems):
            yield f"external-function {wanted}"
        elif not _is_expected(outcome, expected, case):
            yield _difference(outcome, expected)


def _is_expected(outcome: DecisionOutcome, expected: Expectation, case: TestCase) -> bool:
    if expected.is_error:
        return outcome.value is None
    value = outcome.value
    if case.invocable and isinstance(value, dict) and expected.name in value:
        # A service of several decisions gives a context; each of them is asked for by its name.
        return matches(value[expected.name], expected.value) or matches(value, expected.value)
    return matches(value, expected.value)


def matches(value: Value, expected: Value) -> bool:
    """Whether a value is the expected one, numbers to eight places."""
    if isinstance(expected, Decimal) and isinstance(value, Decimal):
        return abs(value - expected) <= _PRECISION
    if isinstance(expected, list) and isinstance(value, list):
        return len(value) == len(expected) and all(map(matches, value, expected))
    if isinstance(expected, dict) and isinstance(value, dict):
        return value.keys() == expected.keys() and all(
            matches(value[name], expected[name]) for name in expected
        )
    return is_same(value, expected, Run())


def _difference(outcome: DecisionOutcome, expected: Expectation) -> str:
    wanted = "null and an error" if expected.is_error else text_of(expected.value)
    problems = ", ".join(f"{p.code} {p.text}" for p in outcome.problems[:3])
    why = f" ({problems})" if problems else ""
    return f"{expected.name}: expected {wanted}, got {text_of(outcome.value)}{why}"


def totals(groups: list[Group]) -> dict[str, int]:
    """Sums over all groups."""
    return {
        "passed": sum(group.passed for group in groups),
        "failed": sum(group.failed for group in groups),
        "skipped": sum(group.skipped for group in groups),
    }


def as_json(groups: list[Group]) -> str:
    """Everything on one line."""
    listed = [
        {
            "group": group.name,
            "passed": group.passed,
            "failed": group.failed,
            "skipped": group.skipped,
            "failures": [{"case": case, "reason": why} for case, why in group.failures],
        }
        for group in groups
    ]
    return json.dumps({"groups": listed, **totals(groups)}, ensure_ascii=False)
