"""What people and programs read of a run: lines, totals, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from engine.conformance.running import CaseOutcome, ModelOutcome, Verdict

_LABEL_WIDTH = 52


def lines(outcome: ModelOutcome) -> Iterator[str]:
    """One line for the model, then one for each case that did not pass."""
    label = outcome.model.label.ljust(_LABEL_WIDTH)
    counted = f"{len(outcome.cases)} case{'' if len(outcome.cases) == 1 else 's'}"
    yield f"{label} {outcome.verdict.value}  {counted}"
    told: set[str] = set()
    for found in outcome.cases:
        if found.verdict is not Verdict.PASSED and found.reason not in told:
            told.add(found.reason)
            yield f"    case {found.case.number} ({_given(found)}): {found.reason}"


def totals(outcomes: list[ModelOutcome]) -> dict[str, int]:
    """Models by verdict."""
    return {v.value: sum(outcome.verdict is v for outcome in outcomes) for v in Verdict}


def summary(outcomes: list[ModelOutcome]) -> str:
    """The last line: `N passed, N failed, N refused`."""
    return ", ".join(f"{count} {verdict}" for verdict, count in totals(outcomes).items())


def as_json(outcomes: list[ModelOutcome]) -> str:
    """Everything on one line."""
    models = [
        {
            "group": outcome.model.group,
            "name": outcome.model.name,
            "verdict": outcome.verdict.value,
            "cases": [_as_table(found) for found in outcome.cases],
        }
        for outcome in outcomes
    ]
    return json.dumps({"models": models, **totals(outcomes)}, ensure_ascii=False)


def _as_table(found: CaseOutcome) -> dict[str, object]:
    return {
        "case": found.case.number,
        "input": found.case.text,
        "verdict": found.verdict.value,
        "expected": list(found.case.trace),
        "trace": list(found.trace),
        "reason": found.reason,
    }


def _given(found: CaseOutcome) -> str:
    return f"test={found.case.text or ''!r}, integerVariable={found.case.integer}"
