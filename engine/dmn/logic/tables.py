"""Decision tables to closures. Source: DMN 1.5, 8.2 and 8.3 (hit policies)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING

from lxml import etree

from engine.dmn.logic.session import Session, as_type
from engine.dmn.model import FiredRule
from engine.feel.compiler import Closure, TestClosure
from engine.feel.frame import Frame, Run
from engine.feel.operators import arithmetic, equal, order
from engine.feel.syntax import Node
from engine.feel.text import scalar_text
from engine.feel.types import ANY, Type
from engine.feel.values import Range, Value

if TYPE_CHECKING:
    from engine.dmn.logic.boxed import LogicReader, Place

HIT_POLICIES = {
    "UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER",
}  # fmt: skip
AGGREGATIONS = {"", "SUM", "COUNT", "MIN", "MAX"}
_SINGLE = {"UNIQUE", "FIRST", "PRIORITY", "ANY"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row; `number` counts from 1. Tests stand with the number of their column, from 0."""

    id: str
    number: int
    tests: tuple[tuple[int, TestClosure], ...]
    results: tuple[Closure, ...]
    annotation: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """An input or output: its name, type, and expression (for outputs, the default).

    Attributes:
        label: what an official reads.
    """

    name: str
    type: Type
    expression: Closure | None
    allowed: Closure | None = None
    label: str = ""


class TableReader:
    """Reads one table."""

    def __init__(self, logic: "LogicReader", element: str) -> None:
        self._logic = logic
        self._tags = logic.tags
        self._element = element
        self._table = element
        # Trees of the cells that test inputs, row by row, for the author's sake.
        self._trees: list[Node | None] = []
        self._is_whole = True

    def read(self, node: etree._Element, place: "Place") -> Closure:
        """The closure of a table."""
        self._table = node.get("id") or self._element
        policy = node.get("hitPolicy") or "UNIQUE"
        aggregation = node.get("aggregation") or ""
        if policy not in HIT_POLICIES:
            self._blame("unknown-hit-policy", self._table, policy, node)
        if aggregation not in AGGREGATIONS:
            self._blame("unknown-aggregation", self._table, aggregation, node)
        inputs = [
            self._input(at, column, place)
            for at, column in enumerate(self._tags.all(node, "input"), 1)
        ]
        outputs = [self._output(at, column, place) for at, column in self._outputs(node)]
        if not outputs:
            self._blame("no-output", self._table, "a table needs an output", node)
        if aggregation not in ("", "COUNT") and len(outputs) > 1:
            self._blame("aggregated-outputs", self._table, aggregation, node)
        rules = [
            self._rule(number, rule, place, inputs, len(outputs))
            for number, rule in enumerate(self._tags.all(node, "rule"), 1)
        ]
        if policy == "UNIQUE" and self._is_whole and None not in rules:
            self._review(node, inputs)
        return Table(
            element=self._element,
            id=self._table,
            hit_policy=policy,
            aggregation=aggregation,
            inputs=tuple(inputs),
            outputs=tuple(outputs),
            rules=tuple(rule for rule in rules if rule is not None),
        ).evaluate

    def _blame(self, code: str, element: str, detail: str, node: etree._Element) -> None:
        self._logic.blame(code, element, detail, node)

    def _outputs(self, node: etree._Element) -> list[tuple[int, etree._Element]]:
        return list(enumerate(self._tags.all(node, "output"), 1))

    def _input(self, at: int, node: etree._Element, place: "Place") -> Column:
        element = node.get("id") or f"{self._table} input {at}"
        expression = self._tags.one(node, "inputExpression")
        text = self._tags.text(expression, "text") if expression is not None else ""
        if not text or expression is None:
            self._blame("no-input-expression", element, "the column reads nothing", node)
            text = "null"
        kind = self._logic.type_of(expression, element)
        read = self._logic.feel(text, place, node)
        return Column(node.get("label") or text, kind, read)

    def _output(self, at: int, node: etree._Element, place: "Place") -> Column:
        default = self._tags.one(node, "defaultOutputEntry")
        text = self._tags.text(default, "text") if default is not None else ""
        values = self._tags.one(node, "outputValues")
        allowed = self._tags.text(values, "text") if values is not None else ""
        return Column(
            node.get("name") or node.get("label") or f"output{at}",
            self._logic.type_of(node, self._table),
            self._logic.feel(text, place, node) if text else None,
            self._logic.feel(f"[{allowed}]", place, node) if allowed else None,
            node.get("label") or "",
        )

    def _rule(
        self,
        number: int,
        node: etree._Element,
        place: "Place",
        inputs: list[Column],
        outputs: int,
    ) -> Rule | None:
        row = f"{self._table} row {number}"
        kinds = [column.type for column in inputs]
        tests = [
            self._test(cell, place, row, kind)
            for cell, kind in zip_longest(self._tags.all(node, "inputEntry"), kinds, fillvalue=None)
            if cell is not None
        ]
        results = [self._result(cell, place, row) for cell in self._tags.all(node, "outputEntry")]
        if len(tests) != len(inputs) or len(results) != outputs:
            detail = f"{len(tests)} and {len(results)} cells"
            self._blame("wrong-cell-count", row, detail, node)
            return None
        # Editors write a row's note as its description, and show no other.
        entries = (
            self._tags.text(cell, "text") for cell in self._tags.all(node, "annotationEntry")
        )
        note = self._tags.text(node, "description") or " ".join(entries)
        return Rule(
            node.get("id") or row,
            number,
            tuple((column, test) for column, test in enumerate(tests) if test is not None),
            tuple(results),
            note.strip(),
        )

    def _test(
        self, node: etree._Element, place: "Place", row: str, kind: Type | None
    ) -> TestClosure | None:
        text = self._tags.text(node, "text")
        if text in ("", "-"):
            self._trees.append(None)
            return None
        closure, tree = self._logic.tests(text, place.named(row), node, kind or ANY)
        self._trees.append(tree)
        self._is_whole = self._is_whole and tree is not None
        return closure

    def _review(self, node: etree._Element, inputs: list[Column]) -> None:
        if self._logic.reviewer is None or not inputs:
            return
        width = len(inputs)
        rows = [
            (at // width + 1, self._trees[at : at + width])
            for at in range(0, len(self._trees), width)
        ]
        names = [column.name for column in inputs]
        self._logic.reviewer.review_table(self._table, names, rows, node)

    def _result(self, node: etree._Element, place: "Place", row: str) -> Closure:
        text = self._tags.text(node, "text")
        return self._logic.feel(text or "null", place.named(row), node)


Hit = tuple[Rule, list[Value]]


@dataclass(frozen=True)
class Table:
    """A table: what it reads, what it answers, and how hits are chosen."""

    element: str
    id: str
    hit_policy: str
    aggregation: str
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    rules: tuple[Rule, ...]

    def evaluate(self, frame: Frame) -> Value:
        """The table's answer."""
        run = frame.run
        values = [self._input(frame, column) for column in self.inputs]
        run.spend(1 + len(self.rules) // 8)
        hits = self._hits(frame, values)
        if not hits:
            return self._without_hit(frame)
        rows = [(rule, self._results(frame, rule)) for rule in hits]
        chosen = self._chosen(frame, rows, values)
        if isinstance(run, Session):
            self._keep(run, values, chosen)
        return self._answer(run, [results for _, results in chosen])

    def _input(self, frame: Frame, column: Column) -> Value:
        value = column.expression(frame) if column.expression else None
        return as_type(frame.run, value, column.type, f"{self.id} {column.name}")

    def _hits(self, frame: Frame, values: list[Value]) -> list[Rule]:
        found = []
        run, known = frame.run, len(frame.run.problems)
        for rule in self.rules:
            for column, test in rule.tests:
                if test(frame, values[column]) is not True:
                    break
            else:
                found.append(rule)
                if self.hit_policy == "FIRST":
                    break
            if len(run.problems) > known:
                self._place_problems(run, known, rule)
                known = len(run.problems)
        return found

    def _place_problems(self, run: Run, since: int, rule: Rule) -> None:
        if isinstance(run, Session):
            run.place_problems(since, f"{self.id} row {rule.number}")

    def _results(self, frame: Frame, rule: Rule) -> list[Value]:
        before = len(frame.run.problems)
        values = [
            as_type(frame.run, result(frame), column.type, column.name)
            for result, column in zip(rule.results, self.outputs, strict=True)
        ]
        if len(frame.run.problems) > before:
            self._place_problems(frame.run, before, rule)
        return values

    def _without_hit(self, frame: Frame) -> Value:
        if any(column.expression for column in self.outputs):
            values = [c.expression(frame) if c.expression else None for c in self.outputs]
            return self._single(values)
        if self.hit_policy in _SINGLE:
            return None
        if self.aggregation:
            return Decimal(0) if self.aggregation == "COUNT" else None
        return []

    def _chosen(self, frame: Frame, rows: list[Hit], values: list[Value]) -> list[Hit]:
        run = frame.run
        if self.hit_policy == "UNIQUE" and len(rows) > 1:
            run.problem("overlapping-rows", self._together(rows, values))
            return []
        if self.hit_policy == "ANY":
            if any(equal(results, rows[0][1], run) is not True for _, results in rows):
                run.problem("contradicting-rows", self._together(rows, values))
                return []
            return rows[:1]
        if self.hit_policy in ("PRIORITY", "OUTPUT ORDER"):
            rank = self._ranker(frame)
            rows = sorted(rows, key=lambda row: rank(row[1]))
        return rows[:1] if self.hit_policy == "PRIORITY" else rows

    def _together(self, rows: list[Hit], values: list[Value]) -> str:
        """Which rows fired together, and on what: `tabla: 1, 2 (edad = 25)`."""
        numbers = ", ".join(str(rule.number) for rule, _ in rows)
        read = ", ".join(
            f"{column.name} = {_short(value)}"
            for column, value in zip(self.inputs, values, strict=True)
        )
        return f"{self.id}: {numbers} ({read})"

    def _ranker(self, frame: Frame) -> Callable[[list[Value]], tuple[int, ...]]:
        lists = [column.allowed(frame) if column.allowed else None for column in self.outputs]

        def rank(results: list[Value]) -> tuple[int, ...]:
            return tuple(
                _index(allowed, result, frame.run)
                for allowed, result in zip(lists, results, strict=True)
            )

        return rank

    def _keep(self, run: Session, values: list[Value], chosen: list[Hit]) -> None:
        # Two columns may carry one label: what is shown then is the last, what decides is each.
        inputs = {c.name: value for c, value in zip(self.inputs, values, strict=True)}
        for rule, results in chosen:
            outputs = {
                c.label or c.name: value for c, value in zip(self.outputs, results, strict=True)
            }
            run.fire(
                FiredRule(
                    self.element, self.id, rule.id, rule.number, inputs, outputs, rule.annotation
                )
            )

    def _single(self, results: list[Value]) -> Value:
        if len(results) == 1:
            return results[0]
        return {c.name: value for c, value in zip(self.outputs, results, strict=True)}

    def _answer(self, run: Run, rows: list[list[Value]]) -> Value:
        if self.hit_policy in _SINGLE:
            return self._single(rows[0]) if rows else None
        values = [self._single(row) for row in rows]
        if not self.aggregation:
            return run.bounded(values)
        return self._aggregated(run, values)

    def _aggregated(self, run: Run, values: list[Value]) -> Value:
        if self.aggregation == "COUNT":
            return Decimal(len(values))
        best, *rest = values
        for value in rest:
            if self.aggregation == "SUM":
                best = arithmetic(run, "+", best, value)
                continue
            place = order(value, best)
            if place is None:
                run.problem("operand-types", f"{self.id}: {self.aggregation}")
                return None
            if place == (-1 if self.aggregation == "MIN" else 1):
                best = value
        return best


def _short(value: Value) -> str:
    text = scalar_text(value) if not isinstance(value, list | dict | Range | str) else ""
    return text or (value[:40] if isinstance(value, str) else "…")


def _index(allowed: Value, result: Value, run: Run) -> int:
    items = allowed if isinstance(allowed, list) else []
    for at, item in enumerate(items):
        if equal(item, result, run) is True:
            return at
    return len(items)
