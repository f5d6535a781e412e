"""Reads a DMN file (1.2 to 1.5) into a model, and collects everything that is wrong with it."""

from lxml import etree

from engine.dmn.model import (
    Decision,
    DecisionModel,
    DecisionTable,
    DmnFinding,
    DmnRefused,
    Rule,
)
from engine.dmn.xml import XmlRefused, parse
from engine.feel import (
    Expression,
    FeelError,
    UnaryTests,
    compile_expression,
    compile_unary_tests,
)

NAMESPACES = (
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
)
HIT_POLICIES = {
    "UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER",
}  # fmt: skip
AGGREGATIONS = {"", "SUM", "COUNT", "MIN", "MAX"}


def load(xml: bytes) -> DecisionModel:
    """Read a DMN file.

    Raises:
        DmnRefused: it is malformed, no DMN, or holds what cannot run; every finding is named.
    """
    return _Reader(xml).model()


class _Reader:
    def __init__(self, xml: bytes) -> None:
        self.findings: list[DmnFinding] = []
        try:
            self.root = parse(xml)
        except XmlRefused as refused:
            finding = DmnFinding(refused.code, f"line {refused.line}", refused.detail)
            raise DmnRefused((finding,)) from refused
        self.namespace = etree.QName(self.root).namespace or ""

    def model(self) -> DecisionModel:
        if self.namespace not in NAMESPACES or etree.QName(self.root).localname != "definitions":
            raise DmnRefused(
                (DmnFinding("not-dmn", "definitions", self.namespace or "no namespace"),)
            )
        found = [self._decision(node) for node in self._all(self.root, "decision")]
        decisions = {decision.id: decision for decision in found if decision is not None}
        self._check_requirements(decisions)
        if not decisions and not self.findings:
            self._blame("no-decision", "definitions", "the file holds no decision")
        if self.findings:
            raise DmnRefused(tuple(self.findings))
        return DecisionModel(decisions)

    def _all(self, node: etree._Element, name: str) -> list[etree._Element]:
        return node.findall(f"{{{self.namespace}}}{name}")

    def _one(self, node: etree._Element, name: str) -> etree._Element | None:
        return node.find(f"{{{self.namespace}}}{name}")

    def _text(self, node: etree._Element | None) -> str:
        inner = self._one(node, "text") if node is not None else None
        return (inner.text or "").strip() if inner is not None else ""

    def _blame(self, code: str, element: str, detail: str) -> None:
        self.findings.append(DmnFinding(code, element, detail))

    def _decision(self, node: etree._Element) -> Decision | None:
        name = node.get("name") or ""
        decision_id = node.get("id") or name
        requires = [
            (reference.get("href") or "").lstrip("#")
            for requirement in self._all(node, "informationRequirement")
            for reference in self._all(requirement, "requiredDecision")
        ]
        table = self._one(node, "decisionTable")
        literal = self._one(node, "literalExpression")
        if table is not None:
            return Decision(decision_id, name, self._table(decision_id, table), tuple(requires))
        if literal is not None:
            expression = self._expression(self._text(literal), decision_id)
            return Decision(decision_id, name, expression, tuple(requires)) if expression else None
        self._blame("no-logic", decision_id, "neither a decision table nor a literal expression")
        return None

    def _check_requirements(self, decisions: dict[str, Decision]) -> None:
        for decision in decisions.values():
            for needed in decision.requires:
                if needed not in decisions:
                    self._blame("missing-decision", decision.id, needed)
            if self._reaches(decisions, decision.id, decision.id, frozenset()):
                self._blame("circular-decision", decision.id, "it needs itself")

    def _reaches(
        self, decisions: dict[str, Decision], start: str, goal: str, seen: frozenset[str]
    ) -> bool:
        for needed in decisions[start].requires if start in decisions else ():
            if needed == goal:
                return True
            if needed not in seen and self._reaches(decisions, needed, goal, seen | {needed}):
                return True
        return False

    def _expression(self, text: str, element: str) -> Expression | None:
        try:
            return compile_expression(text or "null")
        except FeelError as error:
            self._blame(error.code, element, f"{text}: {error}")
            return None

    def _tests(self, text: str, element: str) -> UnaryTests | None:
        try:
            return compile_unary_tests(text or "-")
        except FeelError as error:
            self._blame(error.code, element, f"{text}: {error}")
            return None

    def _table(self, decision_id: str, node: etree._Element) -> DecisionTable:
        table_id = node.get("id") or decision_id
        policy = node.get("hitPolicy") or "UNIQUE"
        aggregation = node.get("aggregation") or ""
        if policy not in HIT_POLICIES:
            self._blame("unknown-hit-policy", table_id, policy)
        if aggregation not in AGGREGATIONS:
            self._blame("unknown-aggregation", table_id, aggregation)
        inputs = self._inputs(table_id, node)
        outputs = self._all(node, "output")
        if not outputs:
            self._blame("no-output", table_id, "a table needs an output")
        names = tuple(
            output.get("name") or output.get("label") or f"output{at}"
            for at, output in enumerate(outputs, 1)
        )
        rules = [
            self._rule(table_id, number, rule, len(inputs), len(outputs))
            for number, rule in enumerate(self._all(node, "rule"), 1)
        ]
        return DecisionTable(
            id=table_id,
            hit_policy=policy,
            aggregation=aggregation,
            inputs=tuple(inputs),
            outputs=names,
            priorities=tuple(self._priorities(table_id, output) for output in outputs),
            defaults=tuple(self._default(table_id, output) for output in outputs),
            rules=tuple(rule for rule in rules if rule is not None),
        )

    def _inputs(self, table_id: str, node: etree._Element) -> list[tuple[str, Expression]]:
        found = []
        for at, column in enumerate(self._all(node, "input"), 1):
            text = self._text(self._one(column, "inputExpression"))
            element = column.get("id") or f"{table_id} input {at}"
            if not text:
                self._blame("no-input-expression", element, "the column reads nothing")
            expression = self._expression(text, element)
            if expression is not None:
                found.append((column.get("label") or text, expression))
        return found

    def _priorities(self, table_id: str, output: etree._Element) -> tuple[object, ...]:
        allowed = self._text(self._one(output, "outputValues"))
        expression = self._expression(f"[{allowed}]", table_id) if allowed else None
        value = expression.evaluate({}).value if expression else None
        return tuple(value) if isinstance(value, list) else ()

    def _default(self, table_id: str, output: etree._Element) -> Expression | None:
        text = self._text(self._one(output, "defaultOutputEntry"))
        return self._expression(text, table_id) if text else None

    def _rule(
        self, table_id: str, number: int, node: etree._Element, inputs: int, outputs: int
    ) -> Rule | None:
        place = f"{table_id} row {number}"
        tests = [self._tests(self._text(cell), place) for cell in self._all(node, "inputEntry")]
        results = [
            self._expression(self._text(cell), place) for cell in self._all(node, "outputEntry")
        ]
        if len(tests) != inputs or len(results) != outputs:
            self._blame("wrong-cell-count", place, f"{len(tests)} and {len(results)} cells")
            return None
        note = " ".join(self._text(cell) for cell in self._all(node, "annotationEntry")).strip()
        kept = [test for test in tests if test], [result for result in results if result]
        if len(kept[0]) != inputs or len(kept[1]) != outputs:
            return None
        return Rule(node.get("id") or place, number, tuple(kept[0]), tuple(kept[1]), note)
