"""Boxed expressions to closures. Source: DMN 1.5, 7.3 and 10.2.2."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from lxml import etree

from engine.dmn.item_types import ItemTypes
from engine.dmn.logic.session import typed
from engine.dmn.logic.tables import TableReader
from engine.dmn.xml import Tags
from engine.feel.calling import call_by_name
from engine.feel.checking import explain
from engine.feel.compiler import Builder, Closure, TestClosure
from engine.feel.compiler.loops import Iteration, filtering, looping, quantifying
from engine.feel.errors import FeelError, FeelLimitExceeded, FeelSyntaxError
from engine.feel.frame import Frame, Run
from engine.feel.limits import default_limits
from engine.feel.syntax import Node, Parser, Scope
from engine.feel.types import ANY, Type
from engine.feel.values import FeelFunction, Parameter, Value, kind_of

_LANGUAGES = ("", "feel", "FEEL")
_MOST_DEPTH = 40
_LONGEST_QUOTE = 200
# One round over a boxed body; how large it is cannot be told from outside.
_ROUND = 4


@dataclass(frozen=True)
class Place:
    """Where an expression stands: whose logic it is, and what is in sight.

    Attributes:
        element: id that findings and fired rows name.
        scope: names in sight, with their types.
        builder: makes closures there.
        depth: boxes around it.
        is_open: names may be in sight that cannot be known, those of the items of a filter.
    """

    element: str
    scope: Scope
    builder: Builder
    depth: int = 0
    is_open: bool = False

    def inside(self, names: Mapping[str, Type | None]) -> "Place":
        """The place inside a box that binds these names."""
        return replace(
            self,
            scope=replace(self.scope, variables={**self.scope.variables, **names}),
            builder=self.builder.inside(names),
        )

    def named(self, element: str) -> "Place":
        """The same place, called otherwise."""
        return replace(self, element=element)

    def in_filter(self) -> "Place":
        """The place inside a filter, where entries of the items are names."""
        members = dict.fromkeys(self.scope.members())
        scope = replace(self.scope, variables={**members, **self.scope.variables, "item": None})
        return replace(self, scope=scope, builder=self.builder.inside(None), is_open=True)


class Reviews(Protocol):
    """Looks at what is read, for the author's sake (see `engine.dmn.checking`)."""

    def review(
        self,
        tree: Node,
        scope: Scope,
        element: str,
        node: etree._Element,
        *,
        knows_all: bool,
        given: Type = ANY,
    ) -> None:
        """Look at an expression or at the tests of a cell."""

    def review_table(
        self,
        table: str,
        columns: list[str],
        rows: list[tuple[int, list[Node | None]]],
        node: etree._Element,
    ) -> None:
        """Look at a table of hit policy UNIQUE."""


@dataclass
class LogicReader:
    """Reads expressions of one file.

    Attributes:
        knows_all: the file declares its input data, so that no other variable is in sight.
    """

    tags: Tags
    types: ItemTypes
    blame: Callable[[str, str, str, etree._Element], None]
    reviewer: Reviews | None = None
    knows_all: bool = False
    _readers: dict[str, Callable[[etree._Element, Place], Closure]] = field(init=False)

    def __post_init__(self) -> None:
        self._readers = {
            "literalExpression": self._literal,
            "context": self._context,
            "list": self._list,
            "relation": self._relation,
            "invocation": self._invocation,
            "functionDefinition": self._function_value,
            "decisionTable": self._table,
            "conditional": self._conditional,
            "filter": self._filter,
            "for": self._for,
            "some": self._quantified,
            "every": self._quantified,
        }

    # -- any expression ----------------------------------------------------

    def is_expression(self, node: etree._Element) -> bool:
        """Whether a node is an expression."""
        return self.tags.name(node) in self._readers

    def child(self, node: etree._Element, place: Place) -> Closure | None:
        """The closure of the one expression in a node; None when it has none."""
        for part in node:
            if self.is_expression(part):
                return self.expression(part, place)
        return None

    def needed(self, node: etree._Element, place: Place) -> Closure:
        """The closure of the one expression in a node, which must be there."""
        closure = self.child(node, place)
        if closure is None:
            return self.refuse("no-expression", place.element, self.tags.name(node), node)
        return closure

    def expression(self, node: etree._Element, place: Place) -> Closure:
        """The closure of an expression, whose value is of its `typeRef`."""
        if place.depth > _MOST_DEPTH:
            return self.refuse("too-deep", place.element, self.tags.name(node), node)
        inner = self._readers[self.tags.name(node)](node, replace(place, depth=place.depth + 1))
        return typed(inner, self.type_of(node, place.element), place.element)

    def type_of(self, node: etree._Element | None, element: str) -> Type:
        """The type that a node's `typeRef` names."""
        if node is None:
            return ANY
        found = self.types.find(node.get("typeRef"))
        if found is None:
            self.blame("unknown-type", element, node.get("typeRef") or "", node)
        return found or ANY

    def refuse(self, code: str, element: str, detail: str, node: etree._Element) -> Closure:
        """Note a finding; what stands there is null, with the problem."""
        self.blame(code, element, detail, node)

        def fail(frame: Frame) -> Value:
            frame.run.problem(code, f"{element}: {detail}")

        return fail

    def feel(self, text: str, place: Place, node: etree._Element) -> Closure:
        """The closure of a text of FEEL."""
        try:
            tree = Parser(text, place.scope, default_limits()).whole_expression()
            closure = place.builder.node(tree)
        except (FeelError, RecursionError) as error:
            return self.refuse(*_fault(error, place, text), node)
        self._review(tree, place, node, ANY)
        return closure

    def _review(self, tree: Node, place: Place, node: etree._Element, given: Type) -> None:
        if self.reviewer is not None:
            self.reviewer.review(
                tree,
                place.scope,
                place.element,
                node,
                knows_all=self.knows_all and not place.is_open,
                given=given,
            )

    def tests(
        self, text: str, place: Place, node: etree._Element, given: Type
    ) -> tuple[TestClosure, Node | None]:
        """The closure of the unary tests of a cell, and their tree unless they are refused."""
        try:
            tree = Parser(text, place.scope, default_limits()).whole_unary_tests()
            closure = place.builder.tests(tree)
        except (FeelError, RecursionError) as error:
            refused = self.refuse(*_fault(error, place, text), node)
            return lambda frame, _value: refused(frame), None
        self._review(tree, place, node, given)
        return closure, tree

    # -- the boxes ---------------------------------------------------------

    def _literal(self, node: etree._Element, place: Place) -> Closure:
        language = (node.get("expressionLanguage") or "").rstrip("/")
        if language not in _LANGUAGES and not language.endswith("/FEEL"):
            return self.refuse("not-feel", place.element, language, node)
        text = self.tags.text(node, "text")
        return self.feel(text, place, node) if text else lambda _frame: None

    def _table(self, node: etree._Element, place: Place) -> Closure:
        return TableReader(self, place.element).read(node, place)

    def _context(self, node: etree._Element, place: Place) -> Closure:
        entries: list[tuple[str, Closure]] = []
        result: Closure | None = None
        for entry in self.tags.all(node, "contextEntry"):
            variable = self.tags.one(entry, "variable")
            if variable is None:
                result = self.needed(entry, place)
                continue
            name, kind = variable.get("name") or "", self.type_of(variable, place.element)
            # A function may call itself by the entry's name.
            inside = place.inside({name: kind})
            entries.append((name, typed(self.needed(entry, inside), kind, place.element)))
            place = inside

        def evaluate(frame: Frame) -> Value:
            made: dict[str, Value] = {}
            inner = frame.inside(made)
            for name, closure in entries:
                made[name] = closure(inner)
            return made if result is None else result(inner)

        return evaluate

    def _list(self, node: etree._Element, place: Place) -> Closure:
        items = [self.expression(part, place) for part in node if self.is_expression(part)]
        return lambda frame: frame.run.bounded([item(frame) for item in items])

    def _relation(self, node: etree._Element, place: Place) -> Closure:
        columns = [
            (column.get("name") or "", self.type_of(column, place.element))
            for column in self.tags.all(node, "column")
        ]
        rows = [
            [self.expression(cell, place) for cell in row if self.is_expression(cell)]
            for row in self.tags.all(node, "row")
        ]
        if any(len(row) != len(columns) for row in rows):
            return self.refuse("wrong-cell-count", place.element, "relation", node)
        cells = [
            [
                (name, typed(cell, kind, place.element))
                for (name, kind), cell in zip(columns, row, strict=True)
            ]
            for row in rows
        ]
        return lambda frame: frame.run.bounded(
            [{name: cell(frame) for name, cell in row} for row in cells]
        )

    def _invocation(self, node: etree._Element, place: Place) -> Closure:
        target = self.needed(node, place)
        bindings = []
        for binding in self.tags.all(node, "binding"):
            parameter = self.tags.one(binding, "parameter")
            name = (parameter.get("name") if parameter is not None else "") or ""
            bindings.append((name, self.child(binding, place) or (lambda _frame: None)))

        def evaluate(frame: Frame) -> Value:
            function = target(frame)
            if not isinstance(function, FeelFunction):
                frame.run.problem("not-a-function", f"{place.element}: {kind_of(function)}")
                return None
            given = {name: closure(frame) for name, closure in bindings}
            return call_by_name(frame.run, function, given)

        return evaluate

    def _conditional(self, node: etree._Element, place: Place) -> Closure:
        parts = [self.tags.one(node, name) for name in ("if", "then", "else")]
        if any(part is None for part in parts):
            return self.refuse("no-expression", place.element, "conditional", node)
        condition, then, otherwise = (
            self.needed(part, place) for part in parts if part is not None
        )

        def evaluate(frame: Frame) -> Value:
            verdict = condition(frame)
            if verdict is not None and not isinstance(verdict, bool):
                frame.run.problem("condition-type", f"{place.element}: {kind_of(verdict)}")
                return None
            return then(frame) if verdict is True else otherwise(frame)

        return evaluate

    def _filter(self, node: etree._Element, place: Place) -> Closure:
        items, match = self.tags.one(node, "in"), self.tags.one(node, "match")
        if items is None or match is None:
            return self.refuse("no-expression", place.element, "filter", node)
        inner, test = self.needed(items, place), self.needed(match, place.in_filter())
        return filtering(inner, test, Node("filter", ()), _ROUND)

    def _loop(
        self, node: etree._Element, place: Place, body: str, *more: str
    ) -> tuple[list[Iteration], Closure] | None:
        name = node.get("iteratorVariable") or ""
        items, inner = self.tags.one(node, "in"), self.tags.one(node, body)
        if items is None or inner is None or not name:
            return None
        inside = place.inside({name: None} | dict.fromkeys(more))
        return [self._iteration(name, items, place)], self.needed(inner, inside)

    def _iteration(self, name: str, items: etree._Element, place: Place) -> Iteration:
        """`1..3` stands here as in a `for` of text, where it is no expression of its own."""
        literal = self.tags.one(items, "literalExpression")
        text = self.tags.text(literal, "text") if literal is not None else ""
        if literal is not None and text:
            tree = self._span(name, text, place)
            if tree is not None:
                low, high = (place.builder.node(part) for part in tree)
                return Iteration(name, low, high)
        return Iteration(name, self.needed(items, place))

    @staticmethod
    def _span(name: str, text: str, place: Place) -> tuple[Node, Node] | None:
        try:
            whole = f"for {name} in {text}\n return null"
            tree = Parser(whole, place.scope, default_limits()).whole_expression()
        except (FeelError, RecursionError):
            return None
        (_, low, high), *_ = tree.parts[0]
        return None if high is None else (low, high)

    def _for(self, node: etree._Element, place: Place) -> Closure:
        found = self._loop(node, place, "return", "partial")
        if found is None:
            return self.refuse("no-expression", place.element, "for", node)
        plan, body = found
        return looping(plan, body, Node("for", ()), _ROUND, uses_partial=True)

    def _quantified(self, node: etree._Element, place: Place) -> Closure:
        found = self._loop(node, place, "satisfies")
        kind = self.tags.name(node)
        if found is None:
            return self.refuse("no-expression", place.element, kind, node)
        plan, body = found
        return quantifying(plan, body, Node(kind, ()), _ROUND)

    # -- functions ---------------------------------------------------------

    def _function_value(self, node: etree._Element, place: Place) -> Closure:
        return self.function(node, place)

    def function(
        self, node: etree._Element, place: Place, result: Type = ANY, name: str = ""
    ) -> Closure:
        """A closure that makes the function of a definition.

        Args:
            node: the `functionDefinition`.
            place: where it stands.
            result: type of what it gives.
            name: as problems name it.
        """
        kind = (node.get("kind") or "FEEL").upper()
        if kind not in ("FEEL", "F"):
            return self.refuse("external-function", place.element, kind, node)
        parameters = tuple(
            Parameter(part.get("name") or "", self.type_of(part, place.element))
            for part in self.tags.all(node, "formalParameter")
        )
        names = [parameter.name for parameter in parameters]
        inside = place.inside({parameter.name: parameter.type for parameter in parameters})
        body = typed(self.child(node, inside) or (lambda _frame: None), result, place.element)

        def make(frame: Frame) -> Value:
            def call(run: Run, *values: Value) -> Value:
                run.spend(_ROUND)
                return body(frame.inside(dict(zip(names, values, strict=True))))

            return FeelFunction(name, (parameters,), call, result)

        return make


def _fault(error: FeelError | RecursionError, place: Place, text: str) -> tuple[str, str, str]:
    """Code, element and detail of a text that is not FEEL."""
    if isinstance(error, RecursionError):
        error = FeelLimitExceeded("depth")
    code = error.code
    if isinstance(error, FeelSyntaxError) and error.expected == "feel-body":
        code = "external-function"
    return code, place.element, f"{text[:_LONGEST_QUOTE]}: {explain(error)}"
