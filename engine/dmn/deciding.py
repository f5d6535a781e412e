"""Decides: evaluates a decision after those that it needs, and keeps the rows that fired.

Source: DMN 1.5, 8.2 (decision tables, hit policies).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.dmn.model import (
    Decision,
    DecisionModel,
    DecisionOutcome,
    DecisionTable,
    FiredRule,
    Rule,
)
from engine.feel import Expression, Problem
from engine.feel.operators import equal


def decide(
    model: DecisionModel,
    decision_id: str,
    context: Mapping[str, Any],
    *,
    now: datetime | None = None,
) -> DecisionOutcome:
    """Evaluate a decision over a context.

    Raises:
        UnknownDecision: the model has no such decision.
        FeelLimitExceeded: a bound of FEEL was reached.
    """
    run = _Run(model, dict(context), now)
    value = run.value_of(model.find(decision_id))
    return DecisionOutcome(value, tuple(run.fired), tuple(run.problems))


@dataclass
class _Run:
    model: DecisionModel
    context: dict[str, Any]
    now: datetime | None
    fired: list[FiredRule] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def value_of(self, decision: Decision) -> Any:
        for needed in decision.requires:
            required = self.model.find(needed)
            self.context[required.name or required.id] = self.value_of(required)
        if isinstance(decision.logic, Expression):
            return self._evaluate(decision.logic)
        return self._table(decision, decision.logic)

    def _evaluate(self, expression: Expression) -> Any:
        evaluation = expression.evaluate(self.context, now=self.now)
        self.problems += evaluation.problems
        return evaluation.value

    def _table(self, decision: Decision, table: DecisionTable) -> Any:
        values = [self._evaluate(expression) for _, expression in table.inputs]
        # Two columns may carry one label: what is shown then is the last, what decides is each.
        inputs = {label: value for (label, _), value in zip(table.inputs, values, strict=True)}
        hits = [rule for rule in table.rules if self._hits(rule, values)]
        if table.hit_policy == "FIRST":
            hits = hits[:1]
        if not hits:
            return self._default(table)
        rows = [(rule, [self._evaluate(result) for result in rule.results]) for rule in hits]
        chosen = self._chosen(table, rows)
        for rule, results in chosen:
            outputs = dict(zip(table.outputs, results, strict=True))
            self.fired.append(
                FiredRule(
                    decision.id, table.id, rule.id, rule.number, inputs, outputs, rule.annotation
                )
            )
        return self._answer(table, [results for _, results in chosen])

    def _hits(self, rule: Rule, values: list[Any]) -> bool:
        return all(
            test.matches(value, self.context, now=self.now)
            for test, value in zip(rule.tests, values, strict=True)
        )

    def _default(self, table: DecisionTable) -> Any:
        if not any(table.defaults):
            return None
        values = [self._evaluate(default) if default else None for default in table.defaults]
        return self._single(table, values)

    def _chosen(
        self, table: DecisionTable, rows: list[tuple[Rule, list[Any]]]
    ) -> list[tuple[Rule, list[Any]]]:
        if table.hit_policy == "UNIQUE" and len(rows) > 1:
            numbers = ", ".join(str(rule.number) for rule, _ in rows)
            self.problems.append(Problem("overlapping-rows", f"{table.id}: {numbers}"))
            return []
        if table.hit_policy == "ANY":
            if any(equal(results, rows[0][1]) is not True for _, results in rows):
                self.problems.append(Problem("contradicting-rows", table.id))
                return []
            return rows[:1]
        if table.hit_policy in ("PRIORITY", "OUTPUT ORDER"):
            rows = sorted(rows, key=lambda row: self._rank(table, row[1]))
        return rows[:1] if table.hit_policy == "PRIORITY" else rows

    @staticmethod
    def _rank(table: DecisionTable, results: list[Any]) -> tuple[int, ...]:
        return tuple(
            allowed.index(result) if result in allowed else len(allowed)
            for allowed, result in zip(table.priorities, results, strict=True)
        )

    @staticmethod
    def _single(table: DecisionTable, results: list[Any]) -> Any:
        return results[0] if len(results) == 1 else dict(zip(table.outputs, results, strict=True))

    def _answer(self, table: DecisionTable, rows: list[list[Any]]) -> Any:
        if table.hit_policy in ("UNIQUE", "FIRST", "ANY", "PRIORITY"):
            return self._single(table, rows[0]) if rows else None
        values = [self._single(table, row) for row in rows]
        return self._aggregate(table.aggregation, values) if table.aggregation else values

    def _aggregate(self, how: str, values: list[Any]) -> Any:
        if how == "COUNT":
            return Decimal(len(values))
        try:
            if how == "SUM":
                return sum(values)
            return min(values) if how == "MIN" else max(values)
        except TypeError:
            self.problems.append(Problem("operand-types", how))
            return None
