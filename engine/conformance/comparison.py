"""Compares what a case left with what was expected, and says in words how they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from engine.conformance.deployment import Deployment
from engine.conformance.stage import RAISED, Stage
from engine.conformance.suite import Case

# Entries whose order is the flow's; the others are read from the suite's further files.
_ORDERED = ("SCRIPT_", "INCREMENT")


def is_expected(stage: Stage, case: Case, deployment: Deployment) -> bool:
    """Whether the trace is the expected one: as a multiset, and in order where one token runs.

    An engine may tell that a case is stuck for ever, or just let it stay: BPMN knows neither.
    """
    traces = [stage.trace()]
    if stage.is_stuck:
        traces.append([*stage.trace(), RAISED])
    is_ordered = _is_ordered(case, deployment)
    return any(_is_same(trace, case.trace, is_ordered) for trace in traces)


def difference(stage: Stage, case: Case, deployment: Deployment) -> str:
    """What was expected, what came, and what may be the reason."""
    parts = [f"expected {_listed(case.trace)}, got {_listed(stage.trace())}"]
    missing = deployment.walk.missing(case.trace)
    if missing:
        parts.append(f"no script of the model leaves {', '.join(missing)}")
    parts += stage.incidents
    parts += [f"still open: {end}" for end in stage.open_ends()]
    return "; ".join(parts)


def _is_ordered(case: Case, deployment: Deployment) -> bool:
    if case.is_ordered is not None:
        return case.is_ordered
    return deployment.anatomy.is_sequential and deployment.walk.allows(_in_order(case.trace))


def _is_same(trace: Sequence[str], expected: Sequence[str], is_ordered: bool) -> bool:
    if Counter(trace) != Counter(expected):
        return False
    return not is_ordered or _in_order(trace) == _in_order(expected)


def _in_order(trace: Sequence[str]) -> list[str]:
    return [entry for entry in trace if entry.startswith(_ORDERED)]


def _listed(trace: Sequence[str]) -> str:
    return f"[{', '.join(trace)}]"
