"""A DMN file in memory: decisions, their tables, and how they need each other. Source: DMN 1.5, 6 to 8."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.feel import Expression, UnaryTests


@dataclass(frozen=True)
class DmnFinding:
    """Why a file cannot be used.

    Attributes:
        element: id of the decision, table, rule or cell.
        detail: what was found, in English.
    """

    code: str
    element: str
    detail: str


class DmnRefused(Exception):
    """The file is no DMN that runs; `findings` say why."""

    code = "dmn-refused"

    def __init__(self, findings: tuple[DmnFinding, ...]) -> None:
        self.findings = findings
        super().__init__("; ".join(f"{f.code} {f.element}: {f.detail}" for f in findings))


class UnknownDecision(LookupError):
    """The model has no decision of that id or name."""

    code = "unknown-decision"


@dataclass(frozen=True)
class Rule:
    """One row of a table; `number` counts from 1."""

    id: str
    number: int
    tests: tuple[UnaryTests, ...]
    results: tuple[Expression, ...]
    annotation: str = ""


@dataclass(frozen=True)
class DecisionTable:
    """A table: what it reads, what it answers, and how hits are chosen."""

    id: str
    hit_policy: str
    aggregation: str
    inputs: tuple[tuple[str, Expression], ...]
    outputs: tuple[str, ...]
    priorities: tuple[tuple[Any, ...], ...]
    defaults: tuple[Expression | None, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Decision:
    """One decision: a table or an expression, and the decisions that it needs first."""

    id: str
    name: str
    logic: DecisionTable | Expression
    requires: tuple[str, ...] = ()


@dataclass(frozen=True)
class FiredRule:
    """A row that fired, kept so that an official can be shown why."""

    decision_id: str
    table_id: str
    rule_id: str
    number: int
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    annotation: str = ""


@dataclass(frozen=True)
class DecisionOutcome:
    """A decision's value, the rows that fired, and the problems met."""

    value: Any
    fired: tuple[FiredRule, ...] = ()
    problems: tuple[Any, ...] = ()


@dataclass(frozen=True)
class DecisionModel:
    """The decisions of one file, by id."""

    decisions: Mapping[str, Decision] = field(default_factory=dict)

    def find(self, wanted: str) -> Decision:
        """A decision by id, or by name.

        Raises:
            UnknownDecision: there is none.
        """
        if wanted in self.decisions:
            return self.decisions[wanted]
        for decision in self.decisions.values():
            if decision.name == wanted:
                return decision
        raise UnknownDecision(wanted)
